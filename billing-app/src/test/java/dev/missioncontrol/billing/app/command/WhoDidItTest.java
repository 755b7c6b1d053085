package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operators are in the audit with their names, not with the machine's. */
class WhoDidItTest extends AtTheDesk {
    @Test
    void who_says_why_they_refresh_or_replay_stands_in_the_audit_with_it() {
        adopted("acme");
        desk.deliver();
        String who = Who.name(Optional.empty(), System.getenv(), System.getProperty("user.name"));
        assertThat(desk.type("refresh", "--tenant", "acme", "--reason", "they called")
                        .code())
                .isZero();
        String id = desk.type("events", "list", "--outcome", "applied", "--json")
                .json()
                .at("/events/0/id")
                .textValue();
        desk.type("events", "replay", id, "--reason", "ticket 12");
        assertThat(desk.type("explain", "--tenant", "acme").out())
                .contains("a refresh was asked for by " + who + ": they called")
                .contains("the event, which was applied, was replayed by " + who + ": ticket 12");

        for (String none : new String[] {" ", "x".repeat(501)}) {
            OperatorsDesk.Answer refused = desk.type("refresh", "--tenant", "acme", "--reason", none);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("The reason must have 1 to 500 characters");
        }
    }

    @Test
    void who_binds_imports_or_erases_stands_in_the_audit_by_the_name_they_give_or_have_on_the_machine() {
        String user = Who.name(Optional.empty(), System.getenv(), System.getProperty("user.name"));
        String customer = desk.customer("acme").value();
        desk.type("bind", "--tenant", "acme", "--customer", customer, "--reason", "ticket 12");
        desk.type("bind", "--tenant", "acme", "--customer", customer, "--reason", "ticket 13", "--by", "anna");
        assertThat(desk.type("explain", "--tenant", "acme").out())
                .contains("bound to the customer " + customer + " by " + user + ": ticket 12")
                .contains("bound to the customer " + customer + " by anna: ticket 13");

        adopted("globex");
        assertThat(desk.type("explain", "--tenant", "globex").out())
                .contains(": imported, line 2 by " + user + ": from globex.csv");

        OperatorsDesk.Answer erased =
                desk.type("tenant", "erase", "acme", "--yes", "--reason", "asked for", "--by", "anna");
        assertThat(erased.code()).as("%s", erased).isZero();
        assertThat(desk.type("tenant", "export", "acme").out())
                .contains("erased on an operator's word by anna: asked for");
    }

    @Test
    void under_sudo_it_is_who_called_it_and_not_root() {
        Map<String, String> sudo = Map.of("SUDO_USER", "ann");
        assertThat(Who.name(Optional.empty(), sudo, "root")).isEqualTo("ann");
        assertThat(Who.name(Optional.of("ben"), sudo, "root")).isEqualTo("ben");
        assertThat(Who.name(Optional.empty(), Map.of("SUDO_USER", " "), "root")).isEqualTo("root");
        assertThat(Who.name(Optional.empty(), Map.of(), "")).isEqualTo("?");
    }

    @Test
    void a_name_that_can_not_be_kept_or_has_no_reason_to_stand_beside_is_a_mistake() {
        for (String none : new String[] {" ", "x".repeat(256)}) {
            OperatorsDesk.Answer refused = desk.type("refresh", "--tenant", "acme", "--reason", "why", "--by", none);
            assertThat(refused.code()).isEqualTo(ExitCodes.MISTAKE);
            assertThat(refused.err()).contains("The name must have 1 to 255 characters");
        }
        OperatorsDesk.Answer alone = desk.type("refresh", "--tenant", "acme", "--by", "anna");
        assertThat(alone.code()).isEqualTo(ExitCodes.MISTAKE);
        assertThat(alone.err()).contains("--by goes with --reason");
        String customer = desk.customer("acme").value();
        assertThat(desk.type("bind", "--tenant", "acme", "--customer", customer, "--reason", " ")
                        .code())
                .isEqualTo(ExitCodes.MISTAKE);
    }
}
