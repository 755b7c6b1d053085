package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventReaderTest {
    private static final String PING =
            "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":1790000000,\"livemode\":false,\"data\":{\"object\":{}}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"evt\"",
                "{",
                "{}",
                "{\"id\":\"evt_1\"}{}",
                "{\"id\":1,\"type\":\"ping\",\"created\":1,\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":\"1790000000\",\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":99999999999999,\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":-1,\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":1,\"data\":{}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":1,\"data\":[]}",
                "{\"id\":\"evt_1\",\"id\":\"evt_2\",\"type\":\"ping\",\"created\":1,\"data\":{\"object\":{}}}",
                "{\"id\":\"evt \",\"type\":\"ping\",\"created\":1,\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_1\",\"type\":\"ping\",\"created\":NaN,\"data\":{\"object\":{}}}"
            })
    void what_is_signed_but_no_event_is_refused_as_malformed(String body) {
        assertThat(reason(Read.signed(body))).contains(Refusal.MALFORMED);
    }

    @Test
    void hostile_json_is_refused_without_a_long_word() {
        // Closed as it should be, so that nothing but its depth is wrong with it.
        String deep = PING.replace("{}", "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        String number = PING.replace("1790000000", "1".repeat(200_000));
        String name = PING.replace("livemode", "l".repeat(100_000));
        for (String hostile : new String[] {deep, number, name}) {
            Reading reading = Read.signed(hostile);
            assertThat(reason(reading)).contains(Refusal.MALFORMED);
            assertThat(((Reading.Refused) reading).detail()).hasSizeLessThan(200);
        }
        assertThat(reason(Read.signed(new byte[] {'{', '"', (byte) 0xC3, '"', '}'})))
                .contains(Refusal.MALFORMED);
    }

    @Test
    void a_name_that_is_there_twice_is_refused_at_any_depth() {
        for (String twice : new String[] {
            PING.replaceFirst("\\{", "{\"id\":\"evt_0\","), PING.replace("{}", "{\"a\":[{\"b\":{\"c\":1,\"c\":2}}]}")
        }) assertThat(reason(Read.signed(twice))).as(twice).contains(Refusal.MALFORMED);
    }

    @Test
    void names_that_nobody_has_seen_before_are_read_however_many_there_are() {
        for (int body = 0; body < 40; body++) {
            StringBuilder names = new StringBuilder("{");
            for (int name = 0; name < 8_000; name++)
                names.append('"').append(body).append('_').append(name).append("\":1,");
            names.setCharAt(names.length() - 1, '}');
            assertThat(Read.event(PING.replace("{}", names)).content()).isEqualTo(new EventContent.Other());
        }
        assertThat(Read.event(PING).id().value()).isNotEmpty();
    }

    @Test
    void a_body_over_its_limit_is_refused_before_it_is_hashed() {
        assertThat(reason(Read.READER.read(new byte[StripeJson.LARGEST_BODY + 1], Optional.empty())))
                .contains(Refusal.BODY_TOO_LARGE);
    }

    @Test
    void text_in_another_unicode_encoding_is_read_or_refused_and_never_thrown_over() {
        assertThat(Read.signed(PING.getBytes(UTF_16BE))).isNotNull();
    }

    @Test
    void envelope_says_where_an_event_comes_from() {
        ProviderEvent event = Read.fixture("connect-account");
        assertThat(event.account()).contains("acct_1");
        assertThat(event.livemode()).isTrue();
        assertThat(event.apiVersion()).isEmpty();
        assertThat(Read.fixture("charge").apiVersion()).contains("2026-07-29.dahlia");
        assertThat(Read.fixture("charge").account()).isEmpty();
    }

    @Test
    void a_type_that_nobody_knows_is_an_event_all_the_same() {
        assertThat(Read.event(PING).content()).isEqualTo(new EventContent.Other());
        assertThat(Read.fixture("charge").content()).isEqualTo(new EventContent.Other());
    }

    @Test
    void without_a_secret_nothing_is_believed() {
        assertThat(reason(StripeEventReader.closed().read(PING.getBytes(UTF_8), Optional.of("t=1,v1=00"))))
                .contains(Refusal.NOT_CONFIGURED);
    }

    @Test
    void unsigned_events_must_say_that_no_real_money_moves() {
        StripeEventReader open = StripeEventReader.unsigned();
        assertThat(open.read(PING.getBytes(UTF_8), Optional.empty())).isInstanceOf(Reading.Event.class);
        for (String other : new String[] {
            PING.replace("false", "true"),
            PING.replace("false", "\"false\""),
            PING.replace("\"livemode\":false,", ""),
            PING.replace("{\"object\":{}}", "{\"object\":{\"livemode\":true}}")
        }) {
            assertThat(reason(open.read(other.getBytes(UTF_8), Optional.empty())))
                    .as(other)
                    .contains(Refusal.NOT_CONFIGURED);
        }
    }

    @Test
    void a_stored_payload_is_only_read_as_the_event_that_it_is() {
        ProviderEvent event = Read.fixture("subscription-dahlia");
        assertThat(Read.READER.reread(event.id(), event.payload())).isEqualTo(event);
        assertThatThrownBy(() -> Read.READER.reread(new EventId("evt_other"), event.payload()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Read.READER.reread(event.id(), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Read.READER.reread(event.id(), "{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evt_dahlia");
    }

    private static Optional<Refusal> reason(Reading reading) {
        return reading instanceof Reading.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }
}
