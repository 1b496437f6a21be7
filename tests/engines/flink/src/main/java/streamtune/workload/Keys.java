// SPDX-License-Identifier: Apache-2.0
package streamtune.workload;

import java.io.Serializable;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Keys that hit every key group equally often, so that the share of the hottest subtask is known in closed form:
 * hot + (1 - hot) * ceil(groups / p) / groups. The hot key lies in key group 0, hence in subtask 0.
 */
final class Keys implements Serializable {
    private static final long serialVersionUID = 1;
    /** Coprime to every power of two: neighbours in time are far apart in key groups. */
    private static final int STRIDE = 37;

    private final int[] table;
    private final double hot;

    Keys(int count, int groups, double hot) {
        if (count % groups != 0) {
            throw new IllegalArgumentException("keys (" + count + ") must be a multiple of the key groups (" + groups + ")");
        }
        this.hot = hot;
        this.table = new int[count];
        final int perGroup = count / groups;
        final int[] found = new int[groups];
        int missing = count;
        for (int key = 0; missing > 0; key++) {
            final int group = KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
            if (found[group] < perGroup) {
                table[found[group]++ * groups + group] = key;
                missing--;
            }
        }
    }

    int at(long n) {
        if (hot > 0 && Math.floor((n + 1) * hot) > Math.floor(n * hot)) {
            return table[0];
        }
        final long cool = hot > 0 ? n - (long) Math.floor(n * hot) : n;
        return table[(int) ((cool * STRIDE) % table.length)];
    }
}
