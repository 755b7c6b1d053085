package dev.missioncontrol.billing.simulation;

/** What happened, as one number: FNV-1a, the same on every Java. */
final class Trace {
    private static final long OFFSET = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private long hash = OFFSET;

    void note(long what) {
        hash = (hash ^ what) * PRIME;
    }

    void note(String what) {
        for (int i = 0; i < what.length(); i++) note(what.charAt(i));
    }

    void step(Step step) {
        note(step.kind().ordinal());
        note(step.a());
        note(step.b());
        note(step.c());
    }

    long hash() {
        return hash;
    }
}
