package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.fuzz.Fuzz;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.CatalogFault;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.EventReader.Reading.Refused;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Everything that somebody else writes and this module reads, broken at random. */
class AdapterFuzzTest {
    private static final byte[] BODY = "{}".getBytes(UTF_8);
    private static final String SECRET = "whsec_one";
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

    /** Longest line of a fault in characters: it is read by people, in a terminal or a log. */
    private static final int LONGEST_FAULT = 1_000;

    @Test
    void a_signature_header_is_believed_only_if_it_holds_what_the_secret_makes_of_its_time() {
        SignatureVerifier verifier = new SignatureVerifier(List.of(SECRET), InstantSource.fixed(NOW));
        Fuzz.of("signature header", AdapterFuzzTest.class, "fuzz/signatures")
                .words(",", "=", "t=", "v1=", "v0=", "t=1790000000", ",v1=00", " ", "\t", "1", "-")
                .atMost(SignatureVerifier.LONGEST_HEADER + 100)
                .run(input -> {
                    String header = new String(input, ISO_8859_1);
                    Optional<Refused> refused = verifier.refuses(BODY, Optional.of(header));
                    if (refused.isEmpty())
                        assertThat(isRight(header)).as(header).isTrue();
                    return refused.map(no -> no.reason().name()).orElse("believed");
                });
    }

    /** Written apart from the verifier: a time within the tolerance, and what the secret makes of it, are both in there. */
    private static boolean isRight(String header) throws GeneralSecurityException {
        Matcher times = Pattern.compile("[0-9]{1,12}").matcher(header);
        while (times.find()) {
            long second = Long.parseLong(times.group());
            if (Math.abs(second - NOW.getEpochSecond()) <= 300 && header.contains(signature(times.group())))
                return true;
        }
        return false;
    }

    private static String signature(String second) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        mac.update((second + ".").getBytes(UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(BODY));
    }

    @Test
    void an_event_is_read_or_refused_and_what_is_kept_of_it_reads_the_same() {
        Fuzz.of("event", AdapterFuzzTest.class, "events", "fuzz/events")
                .words(
                        "\"metadata\":{\"tenantId\":\"globex\"},",
                        "\"status\":\"new\",",
                        "\"id\":null,",
                        "{}",
                        ",",
                        "\"\"")
                .run(input -> {
                    Reading reading = Read.signed(input);
                    if (reading instanceof Refused refused)
                        return refused.reason().name();
                    ProviderEvent event = ((Reading.Event) reading).event();
                    assertThat(Read.READER.reread(event.id(), event.payload())).isEqualTo(event);
                    return way(event);
                });
    }

    private static String way(ProviderEvent event) {
        EventContent content = event.content();
        String kind = content.getClass().getSimpleName()
                + event.account().isPresent()
                + content.customer().isPresent()
                + content.subscription().isPresent()
                + content.metadata().tenant().isPresent();
        if (content instanceof EventContent.OfSubscription of) {
            SubscriptionSnapshot is = of.snapshot();
            return kind
                    + is.items().size()
                    + is.trialEnd().isPresent()
                    + is.cancelAt().isPresent();
        }
        if (content instanceof EventContent.OfCheckout of) {
            CheckoutSession is = of.session();
            return kind + is.state() + is.clientReference().isPresent() + is.subscriptionMode();
        }
        return kind;
    }

    @Test
    void a_catalogue_is_taken_or_refused_with_faults_that_a_person_can_read() {
        Fuzz.of("catalogue", AdapterFuzzTest.class, "fuzz/catalogs")
                .words(
                        "\"retired\":true,",
                        "\"aliases\":[\"pro\"],",
                        "\"prices\":{},",
                        "{\"key\":\"x\",\"rank\":9},",
                        ",")
                .run(input -> {
                    try {
                        return way(CatalogFile.parse(input));
                    } catch (InvalidCatalogException refused) {
                        return way(refused.faults());
                    }
                });
    }

    private static String way(PlanCatalog catalog) {
        for (Plan plan : catalog.plans()) {
            assertThat(catalog.named(plan.key())).contains(plan);
            for (PriceId retired : plan.retiredPrices())
                assertThat(catalog.planOf(retired)).contains(plan);
        }
        assertThat(catalog.hash()).hasSize(64);
        return "taken, plans: " + catalog.plans().size();
    }

    /** Which rules were broken, without what was written. */
    private static String way(List<CatalogFault> faults) {
        assertThat(faults).isNotEmpty();
        TreeSet<String> rules = new TreeSet<>();
        for (CatalogFault fault : faults) {
            assertThat(fault.toString().length()).as("characters of a fault").isLessThanOrEqualTo(LONGEST_FAULT);
            assertThat(fault.toString()).as("a fault").doesNotContain("\n", "\r", "\u0000");
            rules.add(fault.what().replaceAll("[^a-z ]+.*", ""));
        }
        return rules.toString();
    }
}
