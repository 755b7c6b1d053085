package dev.missioncontrol.billing.simulation;

/** The process of a node ends here. An error, so that no code of production goes on after it. */
final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    final transient SimulatedNode node;

    SimulatedCrash(SimulatedNode node) {
        super("crash", null, false, false);
        this.node = node;
    }
}
