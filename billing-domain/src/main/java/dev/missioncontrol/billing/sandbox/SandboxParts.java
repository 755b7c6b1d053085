package dev.missioncontrol.billing.sandbox;

import java.time.InstantSource;

/** The parts of one sandbox, wired: all of them are used under the engine's lock, the clock and the events without it. */
final class SandboxParts {
    final SandboxIds ids;
    final SandboxClock clock;
    final SandboxEvents events;
    final SandboxPrices prices = new SandboxPrices();
    final SandboxPromotions promotions = new SandboxPromotions();
    final SandboxState books = new SandboxState();
    final SandboxLifecycle lifecycle;
    final SandboxCheckouts checkouts;
    final SandboxChanges changes;
    final SandboxPortChanges portChanges;
    final SandboxInheritance inheritance;
    final SandboxEngine engine;

    SandboxParts(InstantSource base, String idPrefix) {
        SandboxAgenda agenda = new SandboxAgenda();
        ids = new SandboxIds(idPrefix);
        clock = new SandboxClock(base);
        events = new SandboxEvents(ids);
        lifecycle = new SandboxLifecycle(ids, books, agenda, events);
        checkouts = new SandboxCheckouts(books, ids, prices, promotions, agenda, events, lifecycle);
        changes = new SandboxChanges(books, prices, events, lifecycle, checkouts);
        portChanges = new SandboxPortChanges(books, prices, lifecycle, changes);
        inheritance = new SandboxInheritance(books, prices, agenda);
        engine = new SandboxEngine(clock, agenda, events, lifecycle, checkouts);
    }
}
