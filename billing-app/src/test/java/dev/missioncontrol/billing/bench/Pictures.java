package dev.missioncontrol.billing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what a run wrote to its file. Where a run measured nothing of a picture, that of an earlier run is left as it is. */
final class Pictures {
    /** Where growth is to stay above. */
    private static final double GROWTH_TARGET = 0.9;

    /** @param names how the names of its measurements begin */
    private record Wanted(String file, String title, double line, String lineName, List<String> names) {}

    private static final List<Wanted> ALL = List.of(
            new Wanted(
                    "webhooks.svg",
                    "Webhooks a second, as shares of PostgreSQL's own limit",
                    1,
                    "1 = pgbench, one transaction an event",
                    List.of("webhooks: ")),
            new Wanted(
                    "status.svg",
                    "Status reads a second, as shares of two limits",
                    1,
                    "1 = the limit that the bar names",
                    List.of("status, ")),
            new Wanted(
                    "growth.svg",
                    "A second with many tenants, as shares of the same with the fewest",
                    GROWTH_TARGET,
                    GROWTH_TARGET + " = target",
                    List.of("growth: ")),
            new Wanted(
                    "nodes.svg", "Several nodes, as shares of what one takes", 1, "1 = one node", List.of("nodes: ")),
            new Wanted(
                    "jobs.svg",
                    "Behind the scenes: reconciling, and intake beside the purge",
                    1,
                    "1 = a client that only reads; intake without the purge",
                    List.of("reconcile: ", "purge: ")));

    private Pictures() {}

    static void draw(Path json, Path folder) throws IOException {
        JsonNode run = new ObjectMapper().readTree(json.toFile());
        Files.createDirectories(folder);
        for (Map.Entry<String, Picture> one : of(run).entrySet()) {
            Files.writeString(folder.resolve(one.getKey()), one.getValue().svg());
            Stage.say("drawn: " + folder.resolve(one.getKey()));
        }
    }

    /** By the names of their files. */
    static Map<String, Picture> of(JsonNode run) {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        for (Wanted wanted : ALL) {
            List<Picture.Bar> bars = bars(run, wanted);
            if (bars.isEmpty()) continue;
            pictures.put(
                    wanted.file,
                    new Picture(wanted.title, wanted.line, wanted.lineName, foot(run.path("machine")), bars));
        }
        return pictures;
    }

    private static List<Picture.Bar> bars(JsonNode run, Wanted wanted) {
        List<Picture.Bar> bars = new ArrayList<>();
        for (JsonNode one : run.path("measurements")) {
            String name = one.path("name").asText();
            if (!one.has("ratio") || wanted.names.stream().noneMatch(name::startsWith)) continue;
            bars.add(new Picture.Bar(
                    name.replace('_', ' '),
                    one.path("ratio").asDouble(),
                    one.path("limit").asText()));
        }
        return bars;
    }

    private static String foot(JsonNode machine) {
        return "Measured " + machine.path("measured").asText().replaceAll("T.*", "") + ", "
                + machine.path("processors").asText() + " processors, JDK "
                + machine.path("java").asText() + ", "
                + machine.path("connections").asText() + " connections";
    }
}
