package dev.missioncontrol.billing;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.ChangePolicy;
import dev.missioncontrol.billing.usecase.DuplicatePolicy;
import dev.missioncontrol.billing.usecase.Retention;
import dev.missioncontrol.billing.usecase.SeatUsage;
import dev.missioncontrol.billing.usecase.UseCases;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a {@link Billing} together. Everything but catalogue, provider and store has a default, but {@link #returnTo} with a live provider. */
public final class BillingBuilder {
    /** Longer than a single call to the provider takes with its retries: within less a node loses what it is about to write. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(30);

    /** Where a host that names no address returns to, which only the sandbox and a test mode can do with. */
    private static final URI NOWHERE = URI.create("http://localhost/billing");

    /** A field's name in HTTP: a token (RFC 9110, 5.6.2). */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Most statuses that can be remembered: about a gigabyte. */
    public static final int MOST_REMEMBERED = 1_000_000;

    private @Nullable PlanCatalog catalog;
    private @Nullable PaymentProvider provider;
    private @Nullable EventReader reader;
    private @Nullable BillingStore store;
    private BillingSettings settings = BillingSettings.returningTo(NOWHERE);
    private boolean returns;
    private Optional<Function<TenantId, URI>> returnsOfTenants = Optional.empty();
    private ChangePolicy changes = ChangePolicy.STANDARD;
    private int remembered;
    private boolean besideNodes;
    private InstantSource clock = InstantSource.system();
    private Supplier<String> ids = new RandomIds();
    private final List<Consumer<BillingEvent>> handlers = new ArrayList<>();
    private Consumer<RuntimeException> trouble = Trouble::toThread;

    private Consumer<WorkNote> work = note -> {};

    BillingBuilder() {}

    /** What is sold. */
    public BillingBuilder catalog(PlanCatalog plans) {
        catalog = plans;
        return this;
    }

    /** Who takes the payments. */
    public BillingBuilder provider(PaymentProvider payments) {
        provider = payments;
        return this;
    }

    /** Who reads the webhooks, where that is not the provider itself. */
    public BillingBuilder eventReader(EventReader events) {
        reader = events;
        return this;
    }

    /** Where it is remembered. */
    public BillingBuilder store(BillingStore memory) {
        store = memory;
        return this;
    }

    /** All that {@link BillingSettings} holds, at once; other calls change single settings after it. */
    public BillingBuilder settings(BillingSettings all) {
        settings = all;
        returns = true;
        return this;
    }

    /**
     * Where checkout and portal return to; only where no real money moves can it be left out.
     *
     * @throws IllegalArgumentException if it is not an address with {@code http://} or {@code https://} and a host
     */
    public BillingBuilder returnTo(URI page) {
        returns = true;
        returnsOfTenants = Optional.empty();
        return set(draft -> draft.returnTo = page);
    }

    /**
     * Where each tenant returns to from checkout and portal, as where each has a host of its own: asked for each page that is made. A
     * checkout that is still open and is gone on with keeps the address that it was made with.
     *
     * @param pages names an address with {@code http://} or {@code https://} and a host; for any other the call that asked for the page
     *     throws an {@link IllegalArgumentException}, and nothing is sold
     */
    public BillingBuilder returnTo(Function<? super TenantId, URI> pages) {
        returns = true;
        returnsOfTenants = Optional.of(pages::apply);
        return this;
    }

    /**
     * Days that a tenant keeps its plan while it is past due, 0 to {@link AccessPolicy#MOST_GRACE_DAYS}, 7 unless said otherwise. They count
     * from when the oldest open invoice was finalized, which is when a card is charged, or from its due date where invoices are sent: where
     * debits are taken that fail days later (SEPA, ACH), add those days.
     *
     * @throws IllegalArgumentException if the days are out of range
     */
    public BillingBuilder graceDays(int days) {
        return set(draft -> draft.access = new AccessPolicy(days));
    }

    /**
     * A name for this installation, where two share one account at the provider.
     *
     * @throws IllegalArgumentException if it is not {@link BillingSettings#INSTALLATION_NAMES}
     */
    public BillingBuilder installation(String name) {
        return set(draft -> draft.installation = Optional.of(name));
    }

    /**
     * How often workers look for work.
     *
     * @throws IllegalArgumentException if it is less than a millisecond
     */
    public BillingBuilder refreshInterval(Duration every) {
        return set(draft -> draft.refreshInterval = every);
    }

    /** Takes promotion codes, before and at checkout. */
    public BillingBuilder allowPromotionCodes() {
        return set(draft -> draft.promotionCodes = true);
    }

    /** Has the provider calculate tax at checkout; at Stripe that takes Stripe Tax, which has to be set up there first. */
    public BillingBuilder automaticTax() {
        return set(draft -> draft.automaticTax = true);
    }

    /**
     * How many fetches, pushed seats and pages of a sweep workers may begin in a second; {@value BillingSettings#STANDARD_PROVIDER_RATE} where nothing is
     * said. With a key of Stripe's test mode, which takes a quarter as much, 6.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public BillingBuilder providerRate(int callsPerSecond) {
        return set(draft -> draft.providerRate = callsPerSecond);
    }

    /**
     * How often everything is compared with the provider, so how long a lost event goes unnoticed at most; an hour where nothing is said.
     *
     * @throws IllegalArgumentException if it is less than a millisecond
     */
    public BillingBuilder sweepInterval(Duration every) {
        return set(draft -> draft.sweepInterval = every);
    }

    /**
     * How long one node alone has a job before another takes it up: a fetch, the telling of events, so a handler of {@link #onEvent}
     * has so long for an event, pushed seats, a sweep; an import and a reconciliation too. A minute where nothing is said, which is
     * what Stripe's adapter needs when Stripe is slow: a single call may take 28 seconds with its retries, and a job several. Where it
     * is too short, what one node fetched is refused and another asks again; the longer it is, the longer all of these stand still
     * after a node was lost.
     *
     * @throws IllegalArgumentException if it is less than 30 seconds
     */
    public BillingBuilder lease(Duration time) {
        if (time.compareTo(SHORTEST_LEASE) < 0)
            throw new IllegalArgumentException(
                    "lease is at least " + SHORTEST_LEASE.toSeconds() + " seconds, not " + time);
        return set(draft -> draft.lease = time);
    }

    /**
     * How many days what the provider sent is kept, and checkouts that are over; 90 where nothing is said. A tenant's newest checkout
     * stays, as the audit does. The ids of events are known for {@link Retention#REDELIVERED} at least.
     *
     * @param days 1 to 3650
     * @throws IllegalArgumentException if it is out of range
     */
    public BillingBuilder retentionDays(int days) {
        return set(draft -> draft.retention = new Retention(Duration.ofDays(days)));
    }

    /** How many seats a tenant uses, so that none of them is given up; unknown where nothing is said. */
    public BillingBuilder seatUsage(SeatUsage usage) {
        changes = new ChangePolicy(usage, changes.cancelNow(), changes.duplicates(), changes.seatWindow());
        return this;
    }

    /** Lets tenants end what they have at once, and not only with its period. */
    public BillingBuilder allowCancelNow() {
        changes = new ChangePolicy(changes.seatUsage(), true, changes.duplicates(), changes.seatWindow());
        return this;
    }

    /**
     * What to do where a tenant pays for two subscriptions, besides telling {@link #onTrouble}: nothing where nothing is
     * said.
     */
    public BillingBuilder duplicates(DuplicatePolicy policy) {
        changes = new ChangePolicy(changes.seatUsage(), changes.cancelNow(), policy, changes.seatWindow());
        return this;
    }

    /**
     * How long after a number of seats that was pushed ({@link Billing#pushSeats}) was made the next may be: the provider
     * sees at most one in it. 75 minutes where nothing is said, which stays below the invoices that Stripe makes a day.
     */
    public BillingBuilder seatWindow(Duration window) {
        changes = new ChangePolicy(changes.seatUsage(), changes.cancelNow(), changes.duplicates(), window);
        return this;
    }

    /**
     * Remembers what tenants have, so many at most, to be asked for without the store; none where nothing is said. What is changed
     * through this object counts at once. What another node, or another {@code Billing}, changes in the same store counts within
     * 2 seconds by the clock, or the store is asked. Access still ends at its moment.
     *
     * @param tenants 0 to {@value #MOST_REMEMBERED}; about a kilobyte each
     * @throws IllegalArgumentException if it is out of range
     */
    public BillingBuilder rememberStatuses(int tenants) {
        if (tenants < 0 || tenants > MOST_REMEMBERED)
            throw new IllegalArgumentException("0 to " + MOST_REMEMBERED + " statuses are remembered, not " + tenants);
        remembered = tenants;
        return this;
    }

    /**
     * Beside the nodes of the same store, and none itself, as a command is: its catalogue may be an old copy of theirs. What another
     * one derived for a tenant with a price that this one does not know stays as it is, and is marked for a node to fetch and derive;
     * {@link dev.missioncontrol.billing.usecase.Operations#explain} derives nothing. Start no workers on such an object.
     */
    public BillingBuilder besideNodes() {
        besideNodes = true;
        return this;
    }

    /** What time it is; the system's clock where nothing is said. */
    public BillingBuilder clock(InstantSource time) {
        clock = time;
        return this;
    }

    /** Where unguessable ids come from: 1 to 64 letters and digits, never the same twice. Random where nothing is said. */
    public BillingBuilder ids(Supplier<String> unguessable) {
        ids = unguessable;
        return this;
    }

    /** Who is told of every event: at least once, in order for a tenant, by the workers. Throwing means: again later. */
    public BillingBuilder onEvent(Consumer<? super BillingEvent> handler) {
        handlers.add(handler::accept);
        return this;
    }

    /** Who is told of events of this type. */
    public BillingBuilder onEvent(Transition.Type type, Consumer<? super BillingEvent> handler) {
        return onEvent(event -> {
            if (event.type() == type) handler.accept(event);
        });
    }

    /**
     * Who is told when the store is away, or a handler or worker threw, or the provider refuses what a page of ours asked of it, by our
     * own fault, or a {@link Billing#sync} (once a minute for a tenant); the thread's handler where nothing is said. What it throws itself goes to that too, and changes nothing.
     */
    public BillingBuilder onTrouble(Consumer<RuntimeException> listener) {
        trouble = listener;
        return this;
    }

    /**
     * Who is told of what is done behind the scenes, each with the ids that it is about: for a log. Called by the thread that
     * did it; what it throws is trouble, and changes nothing. Nobody where nothing is said.
     */
    public BillingBuilder onWork(Consumer<? super WorkNote> listener) {
        work = listener::accept;
        return this;
    }

    /**
     * The finished object.
     *
     * @throws IllegalStateException saying all that is missing: {@code returnTo(..)} too where the provider moves real money,
     *     or buyers would be sent to their own machine after paying
     */
    public Billing build() {
        List<String> missing = new ArrayList<>();
        if (catalog == null) missing.add("catalog(..)");
        if (provider == null) missing.add("provider(..)");
        if (store == null) missing.add("store(..)");
        boolean lost = provider != null && provider.livemode() && !returns;
        if (lost) missing.add("returnTo(..)");
        if (catalog == null || provider == null || store == null || lost)
            throw new IllegalStateException("Billing needs " + String.join(", ", missing) + " before build()");
        provider.sell(catalog);
        store.follow(clock);
        EventReader events = reader == null ? provider.eventReader() : reader;
        String signature = events.signatureHeader();
        if (signature == null || !HEADER_NAME.matcher(signature).matches())
            throw new IllegalStateException(
                    "the reader of events names no header of HTTP for its signature: " + signature);
        Consumer<RuntimeException> told = Trouble.harmless(trouble);
        BillingSettings all = settings;
        UseCases.Parts parts = new UseCases.Parts(
                catalog,
                provider,
                events,
                store,
                all,
                returnsOfTenants.orElse(tenant -> all.returnTo()),
                changes.telling(told),
                remembered,
                besideNodes,
                clock,
                ids,
                handlers,
                told,
                work);
        return new Billing(catalog, settings, events, new UseCases(parts), told, clock);
    }

    private BillingBuilder set(Consumer<SettingsDraft> one) {
        SettingsDraft draft = new SettingsDraft(settings);
        one.accept(draft);
        settings = draft.checked();
        return this;
    }
}
