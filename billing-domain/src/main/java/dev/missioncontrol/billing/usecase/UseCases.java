package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
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
     * @param changes what the host says about changes
     * @param remembered how many tenants' status to remember at most; 0 for none
     * @param clock what time it is on this node; leases and due times go by the store's
     * @param ids unguessable texts of 1 to 64 letters and digits, never the same twice
     * @param handlers who is told of every event
     * @param trouble who is told when a handler or a worker throws; throws nothing itself
     * @param work who is told of what is done behind the scenes
     */
    public UseCases(
            PlanCatalog catalog,
            PaymentProvider provider,
            EventReader reader,
            BillingStore store,
            BillingSettings settings,
            ChangePolicy changes,
            int remembered,
            InstantSource clock,
            Supplier<String> ids,
            List<Consumer<BillingEvent>> handlers,
            Consumer<RuntimeException> trouble,
            Consumer<WorkNote> work) {
        this(
                catalog,
                provider,
                reader,
                store,
                settings,
                changes,
                remembered,
                clock,
                ids,
                handlers,
                trouble,
                work,
                Waits.STANDARD);
    }

    /** @param waits longer ones in tests that hold others up, on a machine that may stand still */
    UseCases(
            PlanCatalog catalog,
            PaymentProvider provider,
            EventReader reader,
            BillingStore store,
            BillingSettings settings,
            ChangePolicy changes,
            int remembered,
            InstantSource clock,
            Supplier<String> ids,
            List<Consumer<BillingEvent>> handlers,
            Consumer<RuntimeException> trouble,
            Consumer<WorkNote> work,
            Waits waits) {
        Consumer<WorkNote> notes = harmless(work, trouble);
        TenantShelf<ShowStatus.Known> shelf = new TenantShelf<>(remembered);
        Transactions transactions = new Transactions(store, shelf::forget);
        statusCache = new StatusCache(remembered, shelf, transactions, clock, trouble);
        relayEvents = new RelayEvents(transactions, clock);
        Ownership ownership = new Ownership(provider.name(), settings.installation());
        Bookkeeping books = new Bookkeeping(catalog, provider, ids, shelf::forget);
        Adoption adoption = new Adoption(ownership, books);
        ApplyEvent apply = new ApplyEvent(catalog, provider, ownership, books, adoption);
        EnsureCustomer customers =
                new EnsureCustomer(transactions, provider, books, adoption, settings.installation(), clock, trouble);
        DiscoverSubscriptions discover =
                new DiscoverSubscriptions(transactions, catalog, provider, ownership, books, adoption, clock);
        RefreshSubscriptions refresh = new RefreshSubscriptions(
                transactions,
                catalog,
                provider,
                ownership,
                books,
                adoption,
                clock,
                settings.lease(),
                new WatchDuplicates(provider, catalog, changes.duplicates(), trouble),
                notes);
        Rederive rederive = new Rederive(transactions, catalog, books, clock);
        CompareSides sides = new CompareSides(transactions, provider, books, discover, rederive, clock);
        SweepProvider sweep =
                new SweepProvider(transactions, provider, books, customers, sides, settings, clock, notes);
        RateLimit rate = provider.metered() ? new RateLimit(settings.providerRate()) : RateLimit.NONE;
        acceptEvent = new FoldEvents(new AcceptEvent(transactions, apply, clock, ids), waits.event(), clock);
        promotionCodes = new PromotionCodes(transactions, provider, settings.promotionCodes());
        startCheckout = new StartCheckout(
                transactions, catalog, provider, books, customers, promotionCodes, settings, clock, ids);
        openPortal = new OpenPortal(transactions, provider, settings.returnTo());
        showStatus = new ShowStatus(
                transactions,
                catalog,
                settings.access(),
                rederive,
                statusCache,
                new FoldReads(transactions, waits.status(), clock),
                clock);
        syncTenant = new SyncTenant(transactions, provider, books, customers, discover, refresh, statusCache, clock);
        bindCustomer = new BindCustomer(transactions, provider, books, adoption, discover, clock);
        ChangeDesk desk = new ChangeDesk(transactions, catalog, provider, books, refresh, clock, ids);
        changeSubscription = new ChangeSubscription(desk, catalog, provider, changes.seatUsage());
        cancelSubscription = new CancelSubscription(desk, provider, changes.cancelNow());
        resumeSubscription = new ResumeSubscription(desk, provider);
        listInvoices = new ListInvoices(transactions, provider);
        askProvider = new AskProvider(transactions, desk, catalog, provider);
        pushSeats = new PushSeats(transactions, desk, catalog);
        signInBrowsers = new SignInBrowsers(transactions);
        changeBillingEmail = new ChangeBillingEmail(transactions, provider, books, clock);
        doDueWork = new DoDueWork(
                refresh,
                new RetryEvents(transactions, apply, reader, clock, notes),
                new LookForOwners(transactions, adoption, clock),
                rederive,
                sweep,
                new PurgeInbox(transactions, settings.retention(), settings.lease(), clock),
                new CountTenants(transactions, catalog, clock, settings.lease()),
                new SampleTraffic(transactions, clock, settings.lease()),
                new DeliverEvents(transactions, handlers, trouble, settings.lease()),
                new ApplySeats(transactions, desk, catalog, changeSubscription, provider, changes, settings.lease()),
                rate,
                statusCache,
                clock,
                notes);
        showOpenMatters = new ShowOpenMatters(transactions, books, clock);
        showRecurring = new ShowRecurring(transactions, catalog, books);
        showHistory = new ShowHistory(transactions, settings.access());
        RefreshTenant refreshTenant = new RefreshTenant(transactions, provider, books, discover, refresh, clock);
        CompareTenant oneTenant = new CompareTenant(transactions, provider, discover, sides, rederive, clock);
        operations = new Operations(
                transactions,
                rate,
                clock,
                new Operations.Parts(
                        new ExplainTenant(transactions, catalog, provider, showStatus, settings.access(), clock),
                        new VerifyAudit(transactions),
                        new Reconcile(transactions, sides, oneTenant, sweep, refresh, rate, settings.lease(), clock),
                        new ReplayEvent(transactions, apply, books, reader, clock),
                        refreshTenant,
                        new BindByOperator(provider, bindCustomer, discover, refreshTenant),
                        new ImportCustomers(
                                transactions, provider, bindCustomer, discover, refreshTenant, settings.lease()),
                        new ShowOverview(transactions, clock),
                        new FindTenants(transactions, provider.name()),
                        new ExportTenant(transactions),
                        new EraseTenant(
                                transactions,
                                provider,
                                books,
                                refreshTenant,
                                new EndAtProvider(transactions, provider),
                                clock)));
    }

    /** What is done is done, whatever who is told of it makes of that. */
    private static Consumer<WorkNote> harmless(Consumer<WorkNote> work, Consumer<RuntimeException> trouble) {
        return note -> {
            try {
                work.accept(note);
            } catch (RuntimeException theirs) {
                trouble.accept(theirs);
            }
        };
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
