// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A job as text: from jobs.json inside the jar (--job ID) or from the command line (--op "ID:TYPE,key=value,..."), with
 * --name N, --chk MS (0 = no checkpoints), --p N, --p.ID N, --maxp N, --rate.ID SCHEDULE, --set.ID.KEY VALUE,
 * --rates-file FILE.
 */
final class JobSpec {
    /** Options of one operator, all as text. */
    static final class Op {
        final String id;
        final String type;
        final Map<String, String> options = new LinkedHashMap<>();

        Op(String id, String type) {
            this.id = id;
            this.type = type;
        }

        String text(String key, String fallback) {
            return options.getOrDefault(key, fallback);
        }

        double number(String key, double fallback) {
            final String value = options.get(key);
            return value == null ? fallback : Double.parseDouble(value);
        }

        int integer(String key, int fallback) {
            return (int) number(key, fallback);
        }

        boolean flag(String key) {
            final String value = options.get(key);
            return "1".equals(value) || "true".equals(value);
        }

        List<String> inputs() {
            final List<String> ids = new ArrayList<>();
            for (String id : text("in", "").split("\\+")) {
                if (!id.isEmpty()) {
                    ids.add(id);
                }
            }
            return ids;
        }
    }

    String name = "workload";
    long checkpointMillis = 2000;
    int maxParallelism = 128;
    int parallelism = 1;
    String ratesFile;
    final List<Op> ops = new ArrayList<>();

    static JobSpec fromArguments(String[] args) throws IOException {
        final Map<String, String> options = new LinkedHashMap<>();
        final JobSpec spec = new JobSpec();
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (!args[i].startsWith("--")) {
                throw new IllegalArgumentException("unexpected argument \"" + args[i] + "\", options are --name value");
            }
            if (args[i].equals("--op")) {
                spec.ops.add(parseOp(args[i + 1]));
            } else {
                options.put(args[i].substring(2), args[i + 1]);
            }
        }
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException("option \"" + args[args.length - 1] + "\" has no value");
        }
        if (options.containsKey("job")) {
            spec.load(options.get("job"));
        }
        spec.take(options);
        if (spec.ops.isEmpty()) {
            throw new IllegalArgumentException("no operators: give --job ID or --op \"ID:TYPE,...\"");
        }
        return spec;
    }

    private static Op parseOp(String text) {
        final String[] parts = text.split(",");
        final int colon = parts[0].indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("operator \"" + text + "\" does not begin with ID:TYPE");
        }
        final Op op = new Op(parts[0].substring(0, colon), parts[0].substring(colon + 1));
        for (int i = 1; i < parts.length; i++) {
            final int equals = parts[i].indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("\"" + parts[i] + "\" of operator " + op.id + " is not key=value");
            }
            op.options.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return op;
    }

    private void take(Map<String, String> options) {
        for (Map.Entry<String, String> option : options.entrySet()) {
            final String key = option.getKey();
            final String value = option.getValue();
            if (key.equals("name")) {
                name = value;
            } else if (key.equals("chk")) {
                checkpointMillis = Long.parseLong(value);
            } else if (key.equals("maxp")) {
                maxParallelism = Integer.parseInt(value);
            } else if (key.equals("p")) {
                parallelism = Integer.parseInt(value);
            } else if (key.equals("rates-file")) {
                ratesFile = value;
            } else if (key.startsWith("p.")) {
                find(key.substring(2)).options.put("p", value);
            } else if (key.startsWith("rate.")) {
                find(key.substring(5)).options.put("rate", value);
            } else if (key.startsWith("set.")) {
                final int dot = key.lastIndexOf('.');
                find(key.substring(4, dot)).options.put(key.substring(dot + 1), value);
            } else if (!key.equals("job")) {
                throw new IllegalArgumentException("unknown option --" + key);
            }
        }
    }

    private Op find(String id) {
        for (Op op : ops) {
            if (op.id.equals(id)) {
                return op;
            }
        }
        throw new IllegalArgumentException("there is no operator \"" + id + "\"");
    }

    private void load(String id) throws IOException {
        final JsonNode file;
        URL resource = JobSpec.class.getResource("/jobs.json");
        if (resource == null) {
            throw new IOException("jobs.json is not in the jar");
        }
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false); // jobs of one jar that start together would close each other's stream
        try (InputStream in = connection.getInputStream()) {
            file = new ObjectMapper().readTree(in);
        }
        for (JsonNode job : file.get("jobs")) {
            if (!job.get("id").asText().equals(id)) {
                continue;
            }
            name = job.get("name").asText();
            maxParallelism = file.get("maxParallelism").asInt();
            for (JsonNode op : job.get("ops")) {
                ops.add(readOp(op));
            }
            return;
        }
        throw new IllegalArgumentException("there is no job \"" + id + "\" in jobs.json");
    }

    private static Op readOp(JsonNode json) {
        final Op op = new Op(json.get("id").asText(), json.get("type").asText());
        final Iterator<Map.Entry<String, JsonNode>> fields = json.fields();
        while (fields.hasNext()) {
            final Map.Entry<String, JsonNode> field = fields.next();
            final JsonNode value = field.getValue();
            if (value.isArray()) {
                final List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(item.asText()));
                op.options.put(field.getKey(), String.join("+", items));
            } else {
                op.options.put(field.getKey(), value.asText());
            }
        }
        return op;
    }
}
