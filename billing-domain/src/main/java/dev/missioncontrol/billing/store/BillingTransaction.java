package dev.missioncontrol.billing.store;

/** What can be read and written inside one transaction, by what it is about. Not to be kept beyond it. */
public interface BillingTransaction {
    /** Tenants, their customers and subscriptions. */
    Accounts accounts();

    /** Events of the provider. */
    Inbox inbox();

    /** Subscriptions that wait for a fetch. */
    Refreshes refreshes();

    /** Checkouts under way. */
    CheckoutAttempts checkouts();

    /** Decisions and what follows from them for applications. */
    Journal journal();

    /** Which tenants may have something else than before. */
    ChangeLog changeLog();

    /** Work that one node at a time does. */
    Jobs jobs();

    /** Figures of what is stored. */
    Measures measures();

    /** Pages over what is stored, for operators. */
    Listings listings();

    /** Figures over time, for operators. */
    Figures figures();

    /** Numbers of seats that applications pushed. */
    SeatPushes seatPushes();

    /** Browsers that are signed in. */
    BrowserSessions browserSessions();

    /** All that is stored of one tenant. */
    Holdings holdings();
}
