// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import org.apache.flink.api.connector.sink2.SinkWriter;

/** Pays and forgets. */
final class PaidWriter implements SinkWriter<Event> {
    private final Cost cost;

    PaidWriter(Cost cost) {
        this.cost = cost;
    }

    @Override
    public void write(Event e, Context context) {
        cost.pay();
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
}
