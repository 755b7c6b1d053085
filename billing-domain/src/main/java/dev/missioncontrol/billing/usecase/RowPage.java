package dev.missioncontrol.billing.usecase;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rows of one page, some of which perhaps can't be read.
 *
 * @param rows in their order
 * @param next behind which the next page begins; absent at the end
 */
record RowPage<R, P>(List<R> rows, Optional<P> next) {
    /**
     * A page ends with a row that has a place: those behind it come again with the next page.
     *
     * @param found one more than fits, if there are so many
     * @param place where a row stands, if that can be read
     * @throws IllegalStateException if that can be read of no row of a page that others follow, which is no fault of single rows
     */
    static <R, P> RowPage<R, P> of(List<R> found, int limit, Function<R, Optional<P>> place) {
        if (found.size() <= limit) return new RowPage<>(found, Optional.empty());
        for (int size = limit; size > 0; size--) {
            Optional<P> last = place.apply(found.get(size - 1));
            if (last.isPresent()) return new RowPage<>(found.subList(0, size), last);
        }
        throw new IllegalStateException("of " + limit + " rows none has an id that can be read");
    }
}
