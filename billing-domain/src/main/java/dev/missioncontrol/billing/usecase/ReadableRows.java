package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.StoreException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what operators ask for past what can't be read, and keeps in words which that is and why. */
final class ReadableRows {
    /** Rows told of: who mends so many looks for what broke them all, and no page is to be long without end. */
    static final int MOST_TOLD = 100;

    private final Set<String> words = new LinkedHashSet<>();

    /** @param told what is said of it, should it not be readable */
    <T> Optional<T> read(Supplier<Optional<T>> one, Function<RuntimeException, String> told) {
        try {
            return one.get();
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException fault) {
            tell(told.apply(fault));
            return Optional.empty();
        }
    }

    /** @param which row */
    <T> Optional<T> read(String which, Supplier<Optional<T>> one) {
        return read(one, fault -> which + ": " + fault);
    }

    void tell(String more) {
        if (words.size() < MOST_TOLD) words.add(more);
    }

    /** In the order in which they were met, each once. */
    List<String> words() {
        return List.copyOf(words);
    }
}
