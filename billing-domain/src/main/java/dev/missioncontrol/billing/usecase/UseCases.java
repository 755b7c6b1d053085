package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Every use case, wired to one provider, one store and one catalogue. */
public final class UseCases {
    private final FoldEvents acceptEvent;
    private final StartCheckout startCheckout;
    private final OpenPortal openPortal;
    private final ShowStatus showStatus;
    private final SyncTenant syncTenant;
    private final BindCustomer bindCustomer;
    private final DoDueWork doDueWork;
    private final ChangeSubscription changeSubscription;
    private final CancelSubscription cancelSubscription;
    private final ResumeSubscription resumeSubscription;
    private final ListInvoices listInvoices;
    private final AskProvider askProvider;
    private final PushSeats pushSeats;
    private final SignInBrowsers signInBrowsers;
    private final ChangeBillingEmail changeBillingEmail;
    private final PromotionCodes promotionCodes;
    private final ShowHistory showHistory;
    private final ShowOpenMatters showOpenMatters;
    private final ShowRecurring showRecurring;
    private final Operations operations;
    private final RelayEvents relayEvents;
    private final StatusCache statusCache;

    /**
     * What use cases are wired to.
     *
     * @param catalog what is sold
     * @param provider who takes the money
     * @param reader who reads what arrives, and what of it was stored
     * @param store what remembers
     * @param settings how it is run
     * @param returnTo where each tenant returns to from checkout and portal
     * @param changes what the host says about changes
     * @param remembered how many tenants' status to remember at most; 0 for none
     * @param besideNodes whether nodes with a catalogue of their own have the last word of what a tenant has
     * @param clock what time it is on this node; leases and due times go by the store's
     * @param ids unguessable texts of 1 to 64 letters and digits, never the same twice
     * @param handlers who is told of every event
     * @param trouble who is told when a handler or a worker throws; throws nothing itself
     * @param work who is told of what is done behind the scenes
     */
    public record Parts(
            PlanCatalog catalog,
            PaymentProvider provider,
            EventReader reader,
            BillingStore store,
            BillingSettings settings,
            Function<TenantId, URI> returnTo,
            ChangePolicy changes,
            int remembered,
            boolean besideNodes,
            InstantSource clock,
            Supplier<String> ids,
            List<Consumer<BillingEvent>> handlers,
            Consumer<RuntimeException> trouble,
            Consumer<WorkNote> work) {
        public Parts {
            handlers = List.copyOf(handlers);
        }
    }

    /** All of them, wired to these. */
    public UseCases(Parts parts) {
        this(parts, GroupTimeouts.STANDARD);
    }

    /** @param waits longer ones in tests that hold others up, on a machine that may stand still */
    UseCases(Parts parts, GroupTimeouts waits) {
        Wiring shared = new Wiring(parts);
        Transactions transactions = shared.transactions;
        PlanCatalog catalog = parts.catalog();
        PaymentProvider provider = parts.provider();
        BillingSettings settings = parts.settings();
        ChangePolicy changes = parts.changes();
        InstantSource clock = parts.clock();
        statusCache = shared.statusCache;
        relayEvents = new RelayEvents(transactions, clock, parts.trouble());
        acceptEvent =
                new FoldEvents(new AcceptEvent(transactions, shared.apply, clock, parts.ids()), waits.event(), clock);
        promotionCodes = new PromotionCodes(transactions, provider, settings.promotionCodes());
        ReturnPages returns = new ReturnPages(parts.returnTo());
        startCheckout = new StartCheckout(
                transactions,
                catalog,
                provider,
                shared.books,
                shared.customers,
                new AskBeforeSelling(shared.customers, shared.discover, shared.refresh),
                promotionCodes,
                settings,
                returns,
                parts.changes().seatUsage(),
                clock,
                parts.ids());
        TenantCustomer payer = new TenantCustomer(transactions, provider);
        openPortal = new OpenPortal(shared.desk, provider, payer, returns);
        showStatus = new ShowStatus(
                transactions,
                catalog,
                settings.access(),
                shared.rederive,
                new Successors(transactions, catalog, shared.books),
                statusCache,
                new FoldReads(transactions, waits.status(), clock),
                clock);
        syncTenant = new SyncTenant(
                transactions,
                provider,
                shared.books,
                shared.customers,
                shared.discover,
                shared.refresh,
                statusCache,
                parts.trouble(),
                clock);
        bindCustomer = new BindCustomer(transactions, provider, shared.books, shared.adoption, shared.discover, clock);
        changeSubscription = new ChangeSubscription(shared.desk, catalog, provider, changes.seatUsage());
        cancelSubscription = new CancelSubscription(shared.desk, catalog, provider, changes.cancelNow());
        resumeSubscription = new ResumeSubscription(shared.desk, provider);
        listInvoices = new ListInvoices(transactions, provider);
        askProvider = new AskProvider(payer, shared.desk, catalog, provider);
        pushSeats = new PushSeats(transactions, shared.desk, catalog, shared.books, clock);
        signInBrowsers = new SignInBrowsers(transactions);
        changeBillingEmail = new ChangeBillingEmail(transactions, provider, payer, shared.books, clock);
        showOpenMatters = new ShowOpenMatters(transactions, catalog, shared.books, clock);
        showRecurring = new ShowRecurring(transactions, catalog, shared.books, clock);
        showHistory = new ShowHistory(transactions, settings.access());
        doDueWork = shared.dueWork(changeSubscription);
        operations = shared.operations(showStatus, bindCustomer);
    }

    /** Takes an authentic event. */
    public FoldEvents acceptEvent() {
        return acceptEvent;
    }

    /** Sends a tenant to a page to pay on. */
    public StartCheckout startCheckout() {
        return startCheckout;
    }

    /** Sends a tenant to the provider's portal. */
    public OpenPortal openPortal() {
        return openPortal;
    }

    /** Says what a tenant has. */
    public ShowStatus showStatus() {
        return showStatus;
    }

    /** Asks the provider about one tenant. */
    public SyncTenant syncTenant() {
        return syncTenant;
    }

    /** Binds a customer to a tenant. */
    public BindCustomer bindCustomer() {
        return bindCustomer;
    }

    /** Tells a tenant what changed. */
    public ShowHistory showHistory() {
        return showHistory;
    }

    /** Says what of a tenant waits for somebody. */
    public ShowOpenMatters showOpenMatters() {
        return showOpenMatters;
    }

    /** Says what a tenant pays with each renewal. */
    public ShowRecurring showRecurring() {
        return showRecurring;
    }

    /** What operators ask for. */
    public Operations operations() {
        return operations;
    }

    /** Tells other applications what happened. */
    public RelayEvents relayEvents() {
        return relayEvents;
    }

    /** Gives a tenant another plan, interval or number of seats. */
    public ChangeSubscription changeSubscription() {
        return changeSubscription;
    }

    /** Ends what a tenant has. */
    public CancelSubscription cancelSubscription() {
        return cancelSubscription;
    }

    /** Goes on with what a tenant has. */
    public ResumeSubscription resumeSubscription() {
        return resumeSubscription;
    }

    /** Lists a tenant's invoices. */
    public ListInvoices listInvoices() {
        return listInvoices;
    }

    /** Says what only the provider knows. */
    public AskProvider askProvider() {
        return askProvider;
    }

    /** Takes the number of seats that an application counts. */
    public PushSeats pushSeats() {
        return pushSeats;
    }

    /** Signs browsers in to the page and the console. */
    public SignInBrowsers signInBrowsers() {
        return signInBrowsers;
    }

    /** What remembering statuses was good for. */
    public StatusCacheFigures statusCacheFigures() {
        return statusCache.figures();
    }

    /** Sends a tenant's invoices elsewhere. */
    public ChangeBillingEmail changeBillingEmail() {
        return changeBillingEmail;
    }

    /** Says what a code gives. */
    public PromotionCodes promotionCodes() {
        return promotionCodes;
    }

    /** Does what is due behind the scenes. */
    public DoDueWork doDueWork() {
        return doDueWork;
    }
}
