// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The rate of one source in records/s over all subtasks: a schedule ("1000" or "0:1000/60:2000", seconds since the job
 * was submitted), overruled by a line "source=rate" of the rates file, which is read again while the job runs.
 */
final class Pace implements Serializable {
    private static final long serialVersionUID = 1;
    private static final long READ_EVERY_NANOS = 200_000_000;

    private final String source;
    private final String ratesFile;
    private final long submittedMillis;
    private final double[] from;
    private final double[] rate;
    private transient boolean read;
    private transient long readAt;
    private transient double overruled;

    Pace(String source, String schedule, String ratesFile) {
        this.source = source;
        this.ratesFile = ratesFile;
        this.submittedMillis = System.currentTimeMillis();
        final String[] parts = schedule.split("/");
        from = new double[parts.length];
        rate = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            final int colon = parts[i].indexOf(':');
            from[i] = colon < 0 ? 0 : Double.parseDouble(parts[i].substring(0, colon));
            rate[i] = Double.parseDouble(parts[i].substring(colon + 1));
        }
    }

    double now() {
        final long nanos = System.nanoTime();
        if (ratesFile != null && (!read || nanos - readAt >= READ_EVERY_NANOS)) {
            overruled = readFile();
            read = true;
            readAt = nanos;
        }
        return ratesFile != null && overruled >= 0 ? overruled : scheduled();
    }

    private double scheduled() {
        final double seconds = (System.currentTimeMillis() - submittedMillis) / 1000.0;
        double found = rate[0];
        for (int i = 0; i < from.length && from[i] <= seconds; i++) {
            found = rate[i];
        }
        return found;
    }

    /** -1 where the file says nothing about this source; an unreadable file keeps what was read last. */
    private double readFile() {
        final List<String> lines;
        try {
            final Path path = Path.of(ratesFile);
            if (!Files.exists(path)) {
                return -1;
            }
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return read ? overruled : -1;
        }
        double found = -1;
        for (String line : lines) {
            final int equals = line.indexOf('=');
            if (equals > 0 && line.substring(0, equals).trim().equals(source)) {
                try {
                    found = Math.max(0, Double.parseDouble(line.substring(equals + 1).trim()));
                } catch (NumberFormatException e) {
                    return read ? overruled : -1;
                }
            }
        }
        return found;
    }
}
