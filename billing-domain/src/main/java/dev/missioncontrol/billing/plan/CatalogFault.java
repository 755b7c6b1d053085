package dev.missioncontrol.billing.plan;

/**
 * One thing that is wrong with a catalogue.
 *
 * @param where the plan and field, for example {@code plans[2] "team".seats}
 * @param what what is wrong and what is allowed
 */
public record CatalogFault(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
