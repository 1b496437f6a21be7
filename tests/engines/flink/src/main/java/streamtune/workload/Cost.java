// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import java.io.Serializable;
import java.util.concurrent.locks.LockSupport;

/**
 * A per-record cost that is parked, not computed: busy in Flink's accounting, no CPU. Owed time adds up and is paid from
 * 1 ms on, since a park overshoots by some 60 us; the overshoot is credit for the next records.
 */
final class Cost implements Serializable {
    private static final long serialVersionUID = 1;
    private static final long PAY_FROM_NANOS = 1_000_000;

    private final long nanosPerRecord;
    private transient long owed;

    Cost(double micros) {
        this.nanosPerRecord = Math.round(micros * 1000);
    }

    void pay() {
        owed += nanosPerRecord;
        if (owed < PAY_FROM_NANOS) {
            return;
        }
        final long start = System.nanoTime();
        long spent = 0;
        while (spent < owed) {
            LockSupport.parkNanos(owed - spent);
            if (Thread.currentThread().isInterrupted()) { // cancelled: the task wants to end
                owed = 0;
                return;
            }
            spent = System.nanoTime() - start;
        }
        owed -= spent;
    }
}
