// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Operators with a parked cost per input record and a known selectivity. */
final class Operators {
    private Operators() {}

    static final class Map implements MapFunction<Event, Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;

        Map(Cost cost) {
            this.cost = cost;
        }

        @Override
        public Event map(Event e) {
            cost.pay();
            e.amount = e.amount * 908 / 1000 + 1;
            return e;
        }
    }

    /** Fails after so many records of one attempt of one subtask. */
    static final class Failing extends RichMapFunction<Event, Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;
        private final long failAfter;
        private long seen;

        Failing(Cost cost, long failAfter) {
            this.cost = cost;
            this.failAfter = failAfter;
        }

        @Override
        public Event map(Event e) {
            cost.pay();
            if (++seen > failAfter) {
                throw new IllegalStateException("failed on purpose after " + failAfter + " records");
            }
            return e;
        }
    }

    static final class Filter implements FilterFunction<Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;
        private final double selectivity;
        private final long salt;

        Filter(Cost cost, double selectivity, long salt) {
            this.cost = cost;
            this.selectivity = selectivity;
            this.salt = salt;
        }

        @Override
        public boolean filter(Event e) {
            cost.pay();
            return e.dice(salt) < selectivity;
        }
    }

    static final class FlatMap implements FlatMapFunction<Event, Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;
        private final double selectivity;
        private final long salt;

        FlatMap(Cost cost, double selectivity, long salt) {
            this.cost = cost;
            this.selectivity = selectivity;
            this.salt = salt;
        }

        @Override
        public void flatMap(Event e, Collector<Event> out) {
            cost.pay();
            final int copies = copies(e, selectivity, salt);
            for (int i = 0; i < copies; i++) {
                out.collect(e);
            }
        }
    }

    static int copies(Event e, double selectivity, long salt) {
        final double whole = Math.floor(selectivity);
        return (int) whole + (e.dice(salt) < selectivity - whole ? 1 : 0);
    }

    /** A running count per key; the largest count seen shows as metric maxCount, so that lost state shows too. */
    static final class Count extends KeyedProcessFunction<Integer, Event, Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;
        private final double selectivity;
        private final long salt;
        private transient ValueState<Long> count;
        private transient long[] max;

        Count(Cost cost, double selectivity, long salt) {
            this.cost = cost;
            this.selectivity = selectivity;
            this.salt = salt;
        }

        @Override
        public void processElement(Event e, Context context, Collector<Event> out) throws Exception {
            cost.pay();
            if (count == null) { // open() has different signatures in 1.x and 2.x
                count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
                final long[] seen = new long[1];
                max = seen;
                getRuntimeContext().getMetricGroup().gauge("maxCount", () -> seen[0]);
            }
            final Long before = count.value();
            final long now = before == null ? 1 : before + 1;
            count.update(now);
            max[0] = Math.max(max[0], now);
            e.amount = now;
            for (int i = copies(e, selectivity, salt); i > 0; i--) {
                out.collect(e);
            }
        }
    }

    /** Counts per key and window; a record is added once per pane, so the cost is given per pane. */
    static final class WindowCount implements AggregateFunction<Event, long[], Long> {
        private static final long serialVersionUID = 1;
        private final Cost costPerPane;

        WindowCount(Cost costPerPane) {
            this.costPerPane = costPerPane;
        }

        @Override
        public long[] createAccumulator() {
            return new long[1];
        }

        @Override
        public long[] add(Event e, long[] sum) {
            costPerPane.pay();
            sum[0]++;
            return sum;
        }

        @Override
        public Long getResult(long[] sum) {
            return sum[0];
        }

        @Override
        public long[] merge(long[] a, long[] b) {
            a[0] += b[0];
            return a;
        }
    }

    static final class WindowResult extends ProcessWindowFunction<Long, Event, Integer, TimeWindow> {
        private static final long serialVersionUID = 1;

        @Override
        public void process(Integer key, Context context, Iterable<Long> counts, Collector<Event> out) {
            for (Long count : counts) {
                final Event e = new Event(key, context.window().getStart(), context.window().maxTimestamp(), "");
                e.amount = count;
                out.collect(e);
            }
        }
    }

    /** Incremental join: a record meets what the other side has stored under its key; emits with the given chance. */
    static final class Join extends KeyedCoProcessFunction<Integer, Event, Event, Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;
        private final double selectivity;
        private final long salt;
        private transient ValueState<Long> left;
        private transient ValueState<Long> right;

        Join(Cost cost, double selectivity, long salt) {
            this.cost = cost;
            this.selectivity = selectivity;
            this.salt = salt;
        }

        private void open() {
            if (left == null) {
                left = getRuntimeContext().getState(new ValueStateDescriptor<>("left", Long.class));
                right = getRuntimeContext().getState(new ValueStateDescriptor<>("right", Long.class));
            }
        }

        @Override
        public void processElement1(Event e, Context context, Collector<Event> out) throws Exception {
            open();
            meet(e, left, right, 0, out);
        }

        @Override
        public void processElement2(Event e, Context context, Collector<Event> out) throws Exception {
            open();
            meet(e, right, left, 1, out);
        }

        private void meet(Event e, ValueState<Long> own, ValueState<Long> other, int side, Collector<Event> out)
                throws Exception {
            cost.pay();
            own.update(e.seq);
            final Long partner = other.value();
            if (partner == null) {
                return;
            }
            e.side = (byte) side;
            for (int i = copies(e, selectivity, salt + side); i > 0; i--) {
                out.collect(e);
            }
        }
    }

    /** Tumbling window join on the sources' clock: per key and window one result where both sides have come. */
    static final class WindowJoin extends KeyedCoProcessFunction<Integer, Event, Event, Event> {
        private static final long serialVersionUID = 1;
        private final Cost cost;
        private final long sizeMillis;
        private transient ValueState<Long> left;
        private transient ValueState<Long> right;

        WindowJoin(Cost cost, long sizeMillis) {
            this.cost = cost;
            this.sizeMillis = sizeMillis;
        }

        @Override
        public void processElement1(Event e, Context context, Collector<Event> out) throws Exception {
            add(e, context, true);
        }

        @Override
        public void processElement2(Event e, Context context, Collector<Event> out) throws Exception {
            add(e, context, false);
        }

        private void add(Event e, Context context, boolean isLeft) throws Exception {
            cost.pay();
            open();
            final ValueState<Long> own = isLeft ? left : right;
            final Long before = own.value();
            own.update(before == null ? 1 : before + 1);
            context.timerService().registerEventTimeTimer(e.ts - Math.floorMod(e.ts, sizeMillis) + sizeMillis - 1);
        }

        private void open() {
            if (left == null) {
                left = getRuntimeContext().getState(new ValueStateDescriptor<>("left", Long.class));
                right = getRuntimeContext().getState(new ValueStateDescriptor<>("right", Long.class));
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Event> out) throws Exception {
            open();
            if (left.value() != null && right.value() != null) {
                final Event e = new Event(context.getCurrentKey(), timestamp, timestamp, "");
                e.amount = left.value() * right.value();
                out.collect(e);
            }
            left.clear();
            right.clear();
        }
    }
}
