// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import streamtune.workload.JobSpec.Op;

/**
 * Builds a DAG of operators whose capacity is known: one instance takes 1 / cost records per second. Every operator has
 * its id as uid, so that vertex ids are the same in every version; nothing is chained unless chain=1.
 *
 * <p>Types: source, datagen, map, filter, flatmap, count, window, join, windowjoin, sink. Options: in=a+b, cost (us per
 * record), sel, p, maxp, part (rebalance forward rescale shuffle global), group (slot sharing), chain, name; sources:
 * rate, keys, hot, backlog, lag, limit, width; windows: size, slide (ms); map: fail=N.
 */
public final class Workload {
    private final JobSpec spec;
    private final StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    private final Map<String, DataStream<Event>> streams = new HashMap<>();

    private Workload(JobSpec spec) {
        this.spec = spec;
    }

    public static void main(String[] args) throws Exception {
        final Workload workload = new Workload(JobSpec.fromArguments(args));
        workload.build();
        workload.env.execute(workload.spec.name);
    }

    private void build() {
        env.setMaxParallelism(spec.maxParallelism);
        env.setParallelism(spec.parallelism);
        if (spec.checkpointMillis > 0) {
            env.enableCheckpointing(spec.checkpointMillis);
        }
        env.getConfig().enableObjectReuse();
        for (Op op : spec.ops) {
            if (op.type.equals("sink")) {
                addSink(op);
            } else {
                final SingleOutputStreamOperator<Event> made = make(op);
                made.uid(op.id).name(op.text("name", nameOf(op)));
                made.setParallelism(op.integer("p", spec.parallelism));
                if (op.options.containsKey("maxp")) {
                    made.setMaxParallelism(op.integer("maxp", spec.maxParallelism));
                }
                if (!op.flag("chain") && !op.inputs().isEmpty()) {
                    made.startNewChain();
                }
                if (op.options.containsKey("group")) {
                    made.slotSharingGroup(op.text("group", "default"));
                }
                streams.put(op.id, made);
            }
        }
    }

    private void addSink(Op op) {
        final DataStreamSink<Event> sink = partitioned(op).sinkTo(new Compat.PaidSink(cost(op)));
        sink.uid(op.id).name(op.text("name", op.id)).setParallelism(op.integer("p", spec.parallelism));
        if (!op.flag("chain")) {
            sink.disableChaining();
        }
        if (op.options.containsKey("group")) {
            sink.slotSharingGroup(op.text("group", "default"));
        }
    }

    private SingleOutputStreamOperator<Event> make(Op op) {
        final double selectivity = op.number("sel", 1);
        final long salt = op.id.hashCode() * 0x9E3779B9L;
        switch (op.type) {
            case "source":
                return source(op);
            case "datagen":
                return datagen(op);
            case "map":
                return partitioned(op).map(op.options.containsKey("fail")
                        ? new Operators.Failing(cost(op), (long) op.number("fail", 0))
                        : new Operators.Map(cost(op)));
            case "filter":
                return partitioned(op).filter(new Operators.Filter(cost(op), selectivity, salt));
            case "flatmap":
                return partitioned(op).flatMap(new Operators.FlatMap(cost(op), selectivity, salt));
            case "count":
                return keyed(union(op)).process(new Operators.Count(cost(op), selectivity, salt));
            case "window":
                return window(op);
            case "join":
                return keyed(input(op, 0)).connect(keyed(input(op, 1)))
                        .process(new Operators.Join(cost(op), selectivity, salt));
            case "windowjoin":
                return keyed(input(op, 0)).connect(keyed(input(op, 1)))
                        .process(new Operators.WindowJoin(cost(op), op.integer("size", 1000)));
            default:
                throw new IllegalArgumentException("operator " + op.id + " has the unknown type \"" + op.type + "\"");
        }
    }

    private SingleOutputStreamOperator<Event> source(Op op) {
        final Keys keys = new Keys(op.integer("keys", spec.maxParallelism), spec.maxParallelism, op.number("hot", 0));
        final Pace pace = new Pace(op.id, op.text("rate", "1000"), spec.ratesFile);
        final PacedSource source = new PacedSource(pace, keys, cost(op), op.number("backlog", 1000), op.flag("lag"),
                (long) op.number("limit", 0), op.integer("width", 40));
        return env.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), op.id,
                TypeInformation.of(Event.class));
    }

    private SingleOutputStreamOperator<Event> datagen(Op op) {
        final int keys = op.integer("keys", spec.maxParallelism);
        final GeneratorFunction<Long, Event> make =
                n -> new Event((int) (n % keys), n, System.currentTimeMillis(), "");
        final DataGeneratorSource<Event> source = new DataGeneratorSource<>(make, Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(op.number("rate", 1000)), TypeInformation.of(Event.class));
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), op.id);
    }

    private SingleOutputStreamOperator<Event> window(Op op) {
        final long size = op.integer("size", 1000);
        final long slide = op.integer("slide", (int) size);
        final double panes = (double) size / slide;
        return keyed(union(op)).window(Compat.window(size, slide))
                .aggregate(new Operators.WindowCount(new Cost(op.number("cost", 0) / panes)), new Operators.WindowResult());
    }

    private static Cost cost(Op op) {
        return new Cost(op.number("cost", 0));
    }

    private static KeyedStream<Event, Integer> keyed(DataStream<Event> stream) {
        return stream.keyBy(e -> e.key, Types.INT);
    }

    private DataStream<Event> input(Op op, int index) {
        final List<String> inputs = op.inputs();
        if (index >= inputs.size()) {
            throw new IllegalArgumentException("operator " + op.id + " needs " + (index + 1) + " inputs");
        }
        final DataStream<Event> stream = streams.get(inputs.get(index));
        if (stream == null) {
            throw new IllegalArgumentException(
                    "operator " + op.id + " reads from \"" + inputs.get(index) + "\", which is not defined before it");
        }
        return stream;
    }

    private DataStream<Event> union(Op op) {
        DataStream<Event> all = input(op, 0);
        for (int i = 1; i < op.inputs().size(); i++) {
            all = all.union(input(op, i));
        }
        return all;
    }

    private DataStream<Event> partitioned(Op op) {
        final DataStream<Event> all = union(op);
        switch (op.text("part", op.flag("chain") ? "forward" : "rebalance")) {
            case "rebalance":
                return all.rebalance();
            case "rescale":
                return all.rescale();
            case "shuffle":
                return all.shuffle();
            case "global":
                return all.global();
            case "broadcast":
                return all.broadcast();
            case "hash":
                return keyed(all);
            case "forward":
                return all; // forward where the parallelism is equal, else Flink rebalances
            default:
                throw new IllegalArgumentException("operator " + op.id + ": unknown part \"" + op.text("part", "") + "\"");
        }
    }

    private static String nameOf(Op op) {
        switch (op.type) {
            case "map":
                return "Map: " + op.id;
            case "filter":
                return "Filter: " + op.id;
            case "flatmap":
                return "Flat Map: " + op.id;
            case "count":
                return "KeyedProcess: " + op.id;
            case "window": {
                final int size = op.integer("size", 1000);
                final int slide = op.integer("slide", size);
                return size == slide
                        ? "TumblingEventTimeWindows(" + size + "): " + op.id
                        : "SlidingEventTimeWindows(" + size + ", " + slide + "): " + op.id;
            }
            case "join":
                return "Join: " + op.id;
            case "windowjoin":
                return "Window Join: " + op.id;
            default:
                return op.id;
        }
    }
}
