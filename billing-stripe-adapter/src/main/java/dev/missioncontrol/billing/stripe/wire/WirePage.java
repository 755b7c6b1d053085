package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A page of a list that is newest first, by Stripe's cursors. */
final class WirePage {
    /** Objects on a page unless asked otherwise. */
    private static final int USUAL = 10;

    /** Most objects on a page. */
    private static final int MOST = 100;

    private WirePage() {}

    /**
     * @param what the word for one of them, for messages
     * @param id how one is named
     * @param json how one is written
     */
    static <T> ObjectNode of(
            WireCall call,
            String url,
            String what,
            List<T> newestFirst,
            Function<T, String> id,
            Function<T, ObjectNode> json) {
        long limit = call.has("limit") ? call.at("limit").asLong() : USUAL;
        if (limit < 1 || limit > MOST)
            throw WireError.parameter(
                    "parameter_invalid_integer",
                    "limit",
                    "Invalid integer: the limit is 1 to " + MOST + ", not " + limit);
        if (call.has("starting_after") && call.has("ending_before"))
            throw WireError.refused("You may only specify one of these parameters: starting_after, ending_before.");
        List<T> rest = newestFirst;
        if (call.has("starting_after"))
            rest = newestFirst.subList(place(call, "starting_after", what, newestFirst, id) + 1, newestFirst.size());
        boolean backwards = call.has("ending_before");
        if (backwards) {
            rest = new ArrayList<>(newestFirst.subList(0, place(call, "ending_before", what, newestFirst, id)));
            Collections.reverse(rest);
        }
        List<T> page = new ArrayList<>(rest.subList(0, (int) Math.min(limit, rest.size())));
        boolean more = rest.size() > page.size();
        if (backwards) Collections.reverse(page);
        return WireShapes.list(url, page.stream().map(json).toList(), more);
    }

    private static <T> int place(
            WireCall call, String cursor, String what, List<T> newestFirst, Function<T, String> id) {
        String wanted = call.require(cursor);
        for (int i = 0; i < newestFirst.size(); i++)
            if (id.apply(newestFirst.get(i)).equals(wanted)) return i;
        throw WireError.missingParameter(what, wanted, cursor);
    }
}
