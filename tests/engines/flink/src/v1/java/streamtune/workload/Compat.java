// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.time.Time;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** What differs between the API generations: this one is for 1.x. */
final class Compat {
    private Compat() {}

    static WindowAssigner<Object, TimeWindow> window(long sizeMillis, long slideMillis) {
        return sizeMillis == slideMillis
                ? TumblingEventTimeWindows.of(Time.milliseconds(sizeMillis))
                : SlidingEventTimeWindows.of(Time.milliseconds(sizeMillis), Time.milliseconds(slideMillis));
    }

    static final class PaidSink implements Sink<Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;

        PaidSink(Cost cost) {
            this.cost = cost;
        }

        @Override
        public SinkWriter<Event> createWriter(InitContext context) {
            return new PaidWriter(cost);
        }
    }
}
