package dev.missioncontrol.billing.simulation;

/** An invariant that does not hold. An error, so that no code of production takes it for a fault of its own. */
final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    final String invariant;

    Violation(String invariant, String what) {
        super(invariant + ": " + what, null, false, true);
        this.invariant = invariant;
    }
}
