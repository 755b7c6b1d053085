package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers that were there before us are imported from a file, which is whole or changes nothing. */
class ImportCustomersTest {
    private final OperatedShop shop = new OperatedShop();
    private final Operations operations = shop.operations;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant;acme,cus_1|1: the header must be tenant,customer",
                "customer,tenant|1: the header must be tenant,customer",
                "tenant,customer;acme|2: must be two fields, a tenant and its customer, not 1",
                "tenant,customer;acme,cus_1,x|2: must be two fields, a tenant and its customer, not 3",
                "tenant,customer;a b,cus_1|2: tenant id has a character that is not visible ASCII at position 1",
                "tenant,customer;,cus_1|2: tenant id is missing",
                "tenant,customer;acme,|2: customer id is missing",
                "tenant,customer;acme,cus_1;acme,cus_2|3: the tenant acme is in line 2 already",
                "tenant,customer;acme,cus_1;;globex,cus_1|4: the customer cus_1 is in line 2 already",
            })
    void a_fault_of_a_file_names_its_line(String file, String fault) {
        assertThat(CustomerPairs.of(Stream.of(file.split(";", -1))).faults())
                .extracting(one -> one.line() + ": " + one.sentence())
                .containsExactly(fault);
    }

    @Test
    void a_file_may_have_quotes_a_byte_order_mark_and_blank_lines() {
        CustomerPairs read = CustomerPairs.of(Stream.of("\uFEFF\"tenant\",\"customer\"", "", " \"acme\" , cus_1 ", ""));
        assertThat(read.faults()).isEmpty();
        assertThat(read.pairs()).containsExactly(new CustomerPairs.Pair(3, ACME, new CustomerId("cus_1")));
        assertThat(CustomerPairs.of(Stream.empty()).faults()).hasSize(1);
    }

    @Test
    void an_import_binds_customers_that_were_there_before_and_gives_them_what_they_pay_for() {
        CustomerId first = shop.customer(ACME);
        CustomerId second = shop.customer(GLOBEX);
        shop.lossy = true;
        shop.subscription(ACME, first, BillingMetadata.NONE);
        shop.subscription(GLOBEX, second, BillingMetadata.NONE);
        String[] lines = {"acme," + first, "globex," + second};
        assertThat(imported(false, lines)).isEqualTo(new ImportCustomers.Result.Checked(2, 0));
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
        assertThat(imported(true, lines)).isEqualTo(new ImportCustomers.Result.Imported(2, 0, 2, 0));
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("pro");
        int rows = shop.audit(ACME).size();
        assertThat(imported(true, lines)).isEqualTo(new ImportCustomers.Result.Imported(0, 2, 0, 0));
        assertThat(shop.audit(ACME)).hasSize(rows);
        assertThat(((Redirect.Rejected) shop.billing.startCheckout(ACME, Checkout.of("pro")))
                        .rejection()
                        .code())
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
    }

    @Test
    void an_import_counts_nobody_as_fetched_of_whom_something_can_not_be_read_and_goes_on_with_that_one() {
        Set<SubscriptionId> broken = new HashSet<>();
        OperatedShop damaged = new OperatedShop(new InterceptedStore(new InMemoryBillingStore()) {
            @Override
            Object meet(Intercepted.Call call) throws Throwable {
                if (call.is("subscriptions")
                        && call.argument(0) instanceof Collection<?> asked
                        && !Collections.disjoint(asked, broken))
                    throw new IllegalStateException("a broken row, in a test");
                return call.proceed();
            }
        });
        CustomerId customer = damaged.customer(ACME);
        damaged.lossy = true;
        SubscriptionId subscription = damaged.subscription(ACME, customer, BillingMetadata.NONE);
        CustomerPairs file = CustomerPairs.of(Stream.of("tenant,customer", "acme," + customer));
        List<CustomerPairs.Pair> done = new ArrayList<>();
        ImportCustomers.Request apply = ImportCustomers.Request.toBind();

        broken.add(subscription);
        assertThatThrownBy(() -> damaged.operations.importCustomers(file, apply, done::add, OperatedShop::noPause))
                .hasMessageContaining(subscription.value())
                .hasMessageContaining("a broken row");
        assertThatThrownBy(() -> damaged.billing.bind(ACME, customer)).hasMessageContaining("a broken row");
        assertThat(done).isEmpty();

        broken.clear();
        assertThat(damaged.operations.importCustomers(file, apply, done::add, OperatedShop::noPause))
                .isEqualTo(new ImportCustomers.Result.Imported(0, 1, 1, 0));
        assertThat(damaged.billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void all_faults_of_a_file_are_said_at_once_and_nothing_is_bound() {
        CustomerId free = shop.customer(ACME);
        CustomerId taken = shop.customer(GLOBEX);
        shop.billing.bind(GLOBEX, taken);
        var result =
                imported(true, "acme," + free, "a," + taken, "globex," + shop.customer(GLOBEX), "b,cus_no", "acme,x");
        assertThat(((ImportCustomers.Result.Faulty) result).faults())
                .extracting(CustomerPairs.Fault::line)
                .containsExactly(3, 4, 5, 6);
        assertThat(shop.audit(ACME)).isEmpty();
    }

    @Test
    void an_import_that_was_stopped_goes_on_behind_the_last_pair() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TenantId tenant = new TenantId("tenant-" + i);
            CustomerId customer = shop.customer(tenant);
            lines.add(tenant + "," + customer);
        }
        CustomerPairs file = CustomerPairs.of(Stream.concat(Stream.of("tenant,customer"), lines.stream()));
        List<CustomerPairs.Pair> done = new ArrayList<>();
        try {
            operations.importCustomers(
                    file,
                    ImportCustomers.Request.toBind(),
                    pair -> {
                        done.add(pair);
                        if (done.size() == 7) throw new IllegalStateException("killed");
                    },
                    OperatedShop::noPause);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }
        var result =
                operations.importCustomers(file, ImportCustomers.Request.toBind(), done::add, OperatedShop::noPause);
        assertThat(result).isEqualTo(new ImportCustomers.Result.Imported(13, 7, 0, 0));
        assertThat(done).isEqualTo(file.pairs());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_import_that_is_told_to_end_while_it_checks_gives_its_place_back_with_a_provider_and_without(boolean ask) {
        CustomerPairs file = new CustomerPairs(three(), List.of());
        ImportCustomers.Request request = new ImportCustomers.Request(true, ask);
        assertThatThrownBy(() -> operations.importCustomers(file, request, pair -> {}, OperatedShop::stopped))
                .hasMessage(OperatedShop.STOPPED);
        assertThat(shop.audit(GLOBEX)).isEmpty();
        assertThat(operations.importCustomers(file, request, pair -> {}, OperatedShop::noPause))
                .isEqualTo(new ImportCustomers.Result.Imported(3, 0, 0, 0));
    }

    /** Three pairs, and what happens to the second once the first is bound. */
    private ImportCustomers.Result meanwhile(List<CustomerPairs.Pair> pairs, Runnable happens) {
        return operations.importCustomers(
                new CustomerPairs(pairs, List.of()),
                ImportCustomers.Request.toBind(),
                pair -> {
                    if (pair.line() == 2) happens.run();
                },
                OperatedShop::noPause);
    }

    private List<CustomerPairs.Pair> three() {
        List<CustomerPairs.Pair> pairs = new ArrayList<>();
        for (TenantId tenant : List.of(GLOBEX, ACME, new TenantId("last")))
            pairs.add(new CustomerPairs.Pair(pairs.size() + 2, tenant, shop.customer(tenant)));
        return pairs;
    }

    private void assertStoppedAtTheSecond(ImportCustomers.Result result, String sentence) {
        assertThat(result).isEqualTo(new ImportCustomers.Result.Stopped(1, new CustomerPairs.Fault(3, sentence)));
        assertThat(shop.audit(GLOBEX)).isNotEmpty();
        assertThat(shop.audit(new TenantId("last"))).isEmpty();
    }

    @Test
    void a_customer_that_is_bound_elsewhere_while_an_import_runs_stops_it_there_and_says_how_far_it_came() {
        List<CustomerPairs.Pair> pairs = three();
        CustomerId taken = pairs.get(1).customer();
        var result = meanwhile(pairs, () -> shop.billing.bind(new TenantId("rival"), taken));
        assertStoppedAtTheSecond(result, "the customer " + taken + " is bound to the tenant rival");
    }

    @Test
    void so_does_a_tenant_that_is_erased_meanwhile() {
        shop.billing.startCheckout(ACME, Checkout.of("pro"));
        List<CustomerPairs.Pair> pairs = three();
        shop.stripe.deleteCustomer(boundTo(ACME));
        var result = meanwhile(
                pairs,
                () -> operations.eraseTenant(ACME, EraseTenant.Request.because("asked for"), OperatedShop::noPause));
        assertStoppedAtTheSecond(result, "the tenant acme was deleted");
    }

    @Test
    void a_tenant_that_begins_to_buy_meanwhile_keeps_the_customer_that_it_buys_with() {
        List<CustomerPairs.Pair> pairs = three();
        Redirect[] page = new Redirect[1];
        var result = meanwhile(pairs, () -> page[0] = shop.billing.startCheckout(ACME, Checkout.of("pro")));
        CustomerId fresh = boundTo(ACME);
        assertThat(fresh).isNotEqualTo(pairs.get(1).customer());
        assertStoppedAtTheSecond(
                result,
                "the tenant acme is bound to the customer " + fresh + "; bind it by itself if this one is meant");
        shop.stripe.pay(page[0]);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
    }

    private CustomerId boundTo(TenantId tenant) {
        return shop.store
                .<Optional<CustomerBinding>>inTransaction(tx -> tx.accounts().customerOf(tenant, shop.stripe.name()))
                .orElseThrow()
                .customer();
    }

    private ImportCustomers.Result imported(boolean apply, String... lines) {
        return operations.importCustomers(
                CustomerPairs.of(Stream.concat(Stream.of("tenant,customer"), Stream.of(lines))),
                apply ? ImportCustomers.Request.toBind() : ImportCustomers.Request.toCheck(),
                pair -> {},
                OperatedShop::noPause);
    }
}
