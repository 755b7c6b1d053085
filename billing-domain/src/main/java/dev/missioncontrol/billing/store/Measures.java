package dev.missioncontrol.billing.store;

/** Figures of what is stored, for operators: read as last written, never held, so that looking holds nobody up. */
public interface Measures {
    /** What waits, and since when. */
    Backlog backlog();
}
