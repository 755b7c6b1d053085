package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description is whole, and true of the router. */
class ApiDocumentTest {
    private static final SwaggerParseResult PARSED = new OpenAPIV3Parser().readContents(Description.TEXT);
    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static OpenAPI api() {
        return PARSED.getOpenAPI();
    }

    @Test
    void it_parses_without_a_message() {
        assertThat(PARSED.getMessages()).isEmpty();
        assertThat(api().getOpenapi()).isEqualTo("3.1.0");
    }

    /** A comma in an unquoted text of {@code {...}} begins a key without a value, which no parser minds. */
    @Test
    void nothing_in_it_is_cut_off_by_a_comma() {
        assertThat(Description.empty()).isEmpty();
    }

    @Test
    void it_has_every_route_of_the_router_and_no_other() {
        Set<String> described = new TreeSet<>();
        api().getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> described.add(method + " " + path)));
        Set<String> routes = running.server.routes();
        routes.removeIf(route -> route.contains(" /sandbox/"));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void every_route_says_who_may_call_it_and_has_a_name_and_a_summary() {
        List<Operation> operations = api().getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .toList();
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.getSecurity()).as("security").isNotNull();
            assertThat(operation.getSummary()).isNotBlank();
            assertThat(operation.getTags()).hasSize(1);
        });
        Set<String> names = new HashSet<>();
        assertThat(operations).allMatch(operation -> names.add(operation.getOperationId()));
    }

    @Test
    void every_failure_of_the_api_is_described_as_a_problem_document() {
        api().getPaths()
                .forEach((path, item) -> item.readOperations().stream()
                        .filter(operation -> path.startsWith("/api/"))
                        .forEach(operation -> operation.getResponses().keySet().stream()
                                .filter(status -> status.charAt(0) >= '4')
                                .forEach(status -> {
                                    String pointer = Description.answer(method(path), path, Integer.parseInt(status));
                                    assertThat(Description.TREE
                                                    .at(pointer + "/content")
                                                    .has("application/problem+json"))
                                            .as(path + " " + status)
                                            .isTrue();
                                })));
    }

    private static String method(String path) {
        return Description.TREE.path("paths").path(path).fieldNames().next();
    }

    @Test
    void an_answer_that_lacks_a_field_or_has_one_that_is_not_described_is_a_fault() throws Exception {
        String schema = "/components/schemas/Health";
        ObjectMapper json = new ObjectMapper();
        assertThat(Description.faults(schema, json.readTree("{}"))).isNotEmpty();
        assertThat(Description.faults(schema, json.readTree("{\"status\":\"live\",\"more\":1}")))
                .isNotEmpty();
        assertThat(Description.faults(schema, json.readTree("{\"status\":\"live\"}")))
                .isEmpty();
    }

    static List<Description.Example> examples() {
        return Description.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_one(Description.Example example) {
        JsonNode value = Description.TREE.at(example.pointer());
        assertThat(Description.faults(example.schema(), value)).isEmpty();
    }

    @Test
    void it_is_served_as_it_is() {
        HttpResponse<String> answer = running.get("/openapi.yaml");
        assertThat(answer.body()).isEqualTo(Description.TEXT);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/yaml");
    }

    @Test
    void its_page_names_every_route_and_loads_nothing_from_elsewhere() {
        String page = running.get("/docs").body();
        api().getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> assertThat(page)
                                .contains("<dt><code>" + method + " " + path + "</code></dt><dd>")
                                .contains(operation.getSummary().replace("'", "&#39;"))));
        assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("src=\"//");
    }
}
