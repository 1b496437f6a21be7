// SPDX-License-Identifier: Apache-2.0
package streamtune.cluster;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A whole session cluster in one JVM: `Cluster DIR TASKMANAGERS SLOTS WATCHED_PID key=value...`. Writes its base URL to
 * DIR/url and obeys lines in DIR/control: "tm-stop N", "tm-start". Exits 3 when the cluster dies, for a MiniCluster does
 * not end its JVM by itself.
 */
public final class Cluster {
    private Cluster() {}

    public static void main(String[] args) throws Exception {
        final Path dir = Path.of(args[0]);
        Watch.pid(args[3]);
        final Configuration configuration = new Configuration();
        for (int i = 4; i < args.length; i++) {
            final int equals = args[i].indexOf('=');
            configuration.setString(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        final MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(Integer.parseInt(args[1]))
                .setNumSlotsPerTaskManager(Integer.parseInt(args[2]))
                .build());
        cluster.start();
        final URI url = cluster.getRestAddress().get();
        final Path draft = dir.resolve("url.new");
        Files.writeString(draft, url.toString());
        Files.move(draft, dir.resolve("url"), StandardCopyOption.ATOMIC_MOVE);
        while (cluster.isRunning()) {
            Thread.sleep(200);
            obey(cluster, dir.resolve("control"));
        }
        System.exit(3);
    }

    private static void obey(MiniCluster cluster, Path control) throws Exception {
        if (!Files.exists(control)) {
            return;
        }
        final Path taken = control.resolveSibling("control.taken");
        Files.move(control, taken, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String line : Files.readAllLines(taken)) {
            if (line.startsWith("tm-stop ")) {
                cluster.terminateTaskManager(Integer.parseInt(line.substring(8).trim()));
            } else if (line.equals("tm-start")) {
                cluster.startTaskManager();
            }
        }
        Files.delete(taken);
    }
}
