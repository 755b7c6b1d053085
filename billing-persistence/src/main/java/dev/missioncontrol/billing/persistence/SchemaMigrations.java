package dev.missioncontrol.billing.persistence;

import java.util.List;

/**
 * Migrations that are not as this version knows them, each as {@code 5: what it does}.
 *
 * @param pending still to be run
 * @param newer run by a later version
 * @param unfit failed, or changed after they ran
 */
public record SchemaMigrations(List<String> pending, List<String> newer, List<String> unfit) {
    /** Copies the lists. */
    public SchemaMigrations {
        pending = List.copyOf(pending);
        newer = List.copyOf(newer);
        unfit = List.copyOf(unfit);
    }
}
