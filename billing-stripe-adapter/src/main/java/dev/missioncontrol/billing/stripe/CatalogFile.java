package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.missioncontrol.billing.plan.CatalogFault;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The catalogue as a file: JSON with a list of {@code plans}, and {@code aliases} beside them where wanted. Everything that
 * is wrong with it is said at once, so that nobody has to start ten times.
 */
public final class CatalogFile {
    /** Largest file in bytes: fifty plans with all their features take some 100 KB. */
    public static final int LARGEST = 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(StripeJson.DEEPEST)
                            .maxStringLength(StripeJson.LONGEST_TEXT)
                            .maxNameLength(StripeJson.LONGEST_NAME)
                            .maxNumberLength(StripeJson.LONGEST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CatalogFile() {}

    /**
     * Reads a catalogue's file.
     *
     * @throws InvalidCatalogException with every fault; also where the file can't be read
     */
    public static PlanCatalog read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(LARGEST + 1));
        } catch (NoSuchFileException e) {
            throw invalid(file.toString(), "does not exist");
        } catch (IOException e) {
            throw invalid(file.toString(), "can't be read: " + e.getMessage());
        }
    }

    /**
     * Reads a catalogue.
     *
     * @param json UTF-8, at most {@link #LARGEST} bytes
     * @throws InvalidCatalogException with every fault
     */
    public static PlanCatalog parse(byte[] json) {
        if (json.length > LARGEST) throw invalid("file", "is larger than " + LARGEST + " bytes");
        return new CatalogReader().read(tree(json));
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "file" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw invalid(where, e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid("file", "is not UTF-8 text");
        }
    }

    private static InvalidCatalogException invalid(String where, String what) {
        return new InvalidCatalogException(List.of(new CatalogFault(where, what)));
    }
}
