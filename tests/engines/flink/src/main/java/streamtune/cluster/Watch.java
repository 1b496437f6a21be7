// SPDX-License-Identifier: Apache-2.0
package streamtune.cluster;

/** Ends this process when another one is gone, so that a test that crashes leaves nothing behind. */
final class Watch {
    private Watch() {}

    static void pid(String text) {
        if (text == null || text.isEmpty() || text.equals("0")) {
            return;
        }
        final long pid = Long.parseLong(text);
        final Thread thread = new Thread(() -> {
            while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    break;
                }
            }
            System.err.println("process " + pid + " is gone, ending");
            Runtime.getRuntime().halt(4);
        }, "watch-" + pid);
        thread.setDaemon(true);
        thread.start();
    }
}
