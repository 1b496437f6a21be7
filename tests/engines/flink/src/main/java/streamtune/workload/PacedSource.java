// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A FLIP-27 source that keeps its pace whatever its parallelism is: each of p readers emits 1/p of the rate in force.
 * It has no splits to hand over, so that it may be scaled up and down at will. While downstream does not take the
 * records it keeps at most `backlog` of them owed and forgets the rest, as a generator; with `lag` it forgets nothing
 * and reports what is owed as pendingRecords, as a queue does.
 */
public final class PacedSource implements Source<Event, PacedSource.NoSplit, Integer> {
    private static final long serialVersionUID = 1;

    private final Pace pace;
    private final Keys keys;
    private final Cost cost;
    private final double backlog;
    private final boolean lag;
    private final long limit;
    private final String text;

    PacedSource(Pace pace, Keys keys, Cost cost, double backlog, boolean lag, long limit, int width) {
        this.pace = pace;
        this.keys = keys;
        this.cost = cost;
        this.backlog = backlog;
        this.lag = lag;
        this.limit = limit;
        this.text = "x".repeat(Math.max(0, width));
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Event, NoSplit> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    private final class Reader implements SourceReader<Event, NoSplit> {
        /** Small, so that a barrier or a stop is not kept waiting by one long poll. */
        private static final int BATCH = 16;

        private final SourceReaderContext context;
        private final int parallelism;
        private ScheduledExecutorService timer;
        private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
        private long n;
        private long emitted;
        private long last;
        private volatile double owed;

        Reader(SourceReaderContext context) {
            this.context = context;
            this.parallelism = context.currentParallelism();
        }

        @Override
        public void start() {
            timer = Executors.newSingleThreadScheduledExecutor(r -> {
                final Thread thread = new Thread(r, "pace-" + context.getIndexOfSubtask());
                thread.setDaemon(true);
                return thread;
            });
            // Readers start at different keys, or p of them would hit the same key group at the same time.
            n = (long) context.getIndexOfSubtask() * 1_000_003L;
            last = System.nanoTime();
            if (lag) {
                context.metricGroup().setPendingRecordsGauge(() -> (long) Math.max(0, owed));
            }
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Event> output) {
            final double rate = pace.now() / parallelism;
            accrue(rate);
            for (int i = 0; i < BATCH && owed >= 1; i++) {
                if (limit > 0 && emitted >= limit / parallelism) {
                    return InputStatus.END_OF_INPUT;
                }
                final long now = System.currentTimeMillis();
                cost.pay();
                context.metricGroup().getIOMetricGroup().getNumRecordsInCounter().inc();
                output.collect(new Event(keys.at(n), n, now, text), now);
                n++;
                emitted++;
                owed -= 1;
            }
            if (owed >= 1) {
                return InputStatus.MORE_AVAILABLE;
            }
            sleepUntilDue(rate);
            return InputStatus.NOTHING_AVAILABLE;
        }

        private void accrue(double rate) {
            final long now = System.nanoTime();
            owed += rate * (now - last) / 1e9;
            last = now;
            if (!lag) {
                owed = Math.min(owed, Math.max(1, backlog / parallelism));
            }
        }

        private void sleepUntilDue(double rate) {
            final double dueMillis = rate > 0 ? (1 - owed) * 1000 / rate : 20;
            final long wait = Math.max(1, Math.min(20, Math.round(Math.ceil(dueMillis))));
            final CompletableFuture<Void> next = new CompletableFuture<>();
            available = next;
            timer.schedule(() -> next.complete(null), wait, TimeUnit.MILLISECONDS);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return available;
        }

        @Override
        public List<NoSplit> snapshotState(long checkpointId) {
            return Collections.emptyList();
        }

        @Override
        public void addSplits(List<NoSplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {
            if (timer != null) {
                timer.shutdownNow();
            }
        }
    }

    @Override
    public SplitEnumerator<NoSplit, Integer> createEnumerator(SplitEnumeratorContext<NoSplit> context) {
        return new NoEnumerator();
    }

    @Override
    public SplitEnumerator<NoSplit, Integer> restoreEnumerator(SplitEnumeratorContext<NoSplit> context, Integer state) {
        return new NoEnumerator();
    }

    private static final class NoEnumerator implements SplitEnumerator<NoSplit, Integer> {
        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, String host) {}

        @Override
        public void addSplitsBack(List<NoSplit> splits, int subtask) {}

        @Override
        public void addReader(int subtask) {}

        @Override
        public Integer snapshotState(long checkpointId) {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** Never made. */
    public static final class NoSplit implements SourceSplit, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public String splitId() {
            return "none";
        }
    }

    @Override
    public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
        return new EmptySerializer<>(new NoSplit());
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return new EmptySerializer<>(0);
    }

    private static final class EmptySerializer<T> implements SimpleVersionedSerializer<T> {
        private final T only;

        EmptySerializer(T only) {
            this.only = only;
        }

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(T value) {
            return new byte[0];
        }

        @Override
        public T deserialize(int version, byte[] bytes) {
            return only;
        }
    }
}
