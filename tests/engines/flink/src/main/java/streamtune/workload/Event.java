// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

/** One record; a Flink POJO. */
public class Event {
    public int key;
    public long seq;
    /** Wall clock of its creation, ms; also its event time. */
    public long ts;
    public long amount;
    /** Input number at a join: 0 or 1. */
    public byte side;
    /** Padding, so that a record has a width. */
    public String text = "";

    public Event() {}

    public Event(int key, long seq, long ts, String text) {
        this.key = key;
        this.seq = seq;
        this.ts = ts;
        this.text = text;
    }

    /** A number in [0, 1) that is fixed by the record and the salt: selectivities need no shared state. */
    double dice(long salt) {
        long z = seq * 0x9E3779B97F4A7C15L + key * 0xD1B54A32D192ED03L + salt;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) * 0x1.0p-53;
    }
}
