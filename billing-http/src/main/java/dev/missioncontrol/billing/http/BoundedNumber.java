package dev.missioncontrol.billing.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A number that an address may name.
 *
 * @param standard what it is where nothing is said
 */
record BoundedNumber(long standard, long least, long most) {
    /** What a text says, or a problem where that is no number within the bounds. */
    long of(@Nullable String text, Supplier<Problem> otherwise) {
        if (text == null) return standard;
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below, together with a number out of bounds
        }
        throw otherwise.get();
    }
}
