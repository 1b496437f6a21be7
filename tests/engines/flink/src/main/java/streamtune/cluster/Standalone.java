// SPDX-License-Identifier: Apache-2.0
package streamtune.cluster;

import java.util.Arrays;

/** `Standalone WATCHED_PID jobmanager|taskmanager args...`: Flink's own entry points in a watched process. */
public final class Standalone {
    private Standalone() {}

    public static void main(String[] args) throws Exception {
        Watch.pid(args[0]);
        final String[] rest = Arrays.copyOfRange(args, 2, args.length);
        if (args[1].equals("jobmanager")) {
            org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint.main(rest);
        } else {
            org.apache.flink.runtime.taskexecutor.TaskManagerRunner.main(rest);
        }
    }
}
