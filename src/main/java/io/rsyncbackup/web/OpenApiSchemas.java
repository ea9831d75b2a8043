package io.rsyncbackup.web;

import io.rsyncbackup.backup.CheckReport;
import io.rsyncbackup.rotation.Reason;
import io.rsyncbackup.run.Progress;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of every schema what its record says: which fields are always there, and which values are known. */
final class OpenApiSchemas {
    private static final List<Class<? extends Record>> RECORDS = List.of(
            ApiController.ApiResource.class,
            AuditController.AuditEntryResource.class,
            AuditController.AuditListResource.class,
            ChannelListResource.class,
            ChannelResource.class,
            ChannelTestResource.class,
            CheckReport.class,
            CheckReport.Check.class,
            HookResource.class,
            PlanController.AdoptRequest.class,
            PlanListResource.class,
            PlanResource.class,
            PlanStatusResource.class,
            ProblemDocument.class,
            ProblemDocument.FieldError.class,
            Progress.class,
            Reason.class,
            RotationController.PreviewRequest.class,
            RotationResource.class,
            RotationResource.DecisionResource.class,
            RunDetails.Files.class,
            RunDetails.Rotated.class,
            RunDetails.Transfer.class,
            RunListResource.class,
            RunResource.class,
            RunResource.StepResource.class,
            RunStart.class,
            RunSummary.class,
            SnapshotListResource.class,
            SnapshotPatch.class,
            SnapshotResource.class,
            StatusResource.class,
            StatusResource.PlanLine.class,
            TokenController.TokenRequest.class,
            TokenListResource.class,
            TokenResource.class);

    private OpenApiSchemas() {}

    @SuppressWarnings("rawtypes") // as the library has it
    static void complete(Components components) {
        // Named only by members that may hold other things as well.
        Stream.of(ProblemDocument.class, RunDetails.Transfer.class, RunDetails.Rotated.class)
                .forEach(type -> ModelConverters.getInstance(true).readAll(type).forEach(components::addSchemas));
        Map<String, Schema> sorted = new LinkedHashMap<>();
        components.getSchemas().keySet().stream()
                .sorted()
                .forEach(name -> sorted.put(name, components.getSchemas().get(name)));
        components.setSchemas(sorted);
        for (Class<? extends Record> type : RECORDS) {
            Schema<?> schema = components.getSchemas().get(name(type));
            if (schema == null) {
                throw new IllegalStateException("the document has no schema " + name(type) + " of " + type);
            }
            complete(schema, type);
        }
    }

    static String name(Class<?> type) {
        io.swagger.v3.oas.annotations.media.Schema named =
                type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
    }

    private static void complete(Schema<?> schema, Class<? extends Record> type) {
        List<String> always = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Schema<?> property = Objects.requireNonNull(
                    schema.getProperties().get(component.getName()), () -> type + " " + component.getName());
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                always.add(component.getName());
            }
            neverNull(property);
            KnownValues values = component.getAnnotation(KnownValues.class);
            if (values != null) {
                addKnown(property.getItems() == null ? property : property.getItems(), texts(values));
            }
        }
        schema.setRequired(always.isEmpty() ? null : always);
    }

    private static void neverNull(Schema<?> property) {
        if (property.getTypes() != null && property.getTypes().size() > 1) {
            property.getTypes().remove("null");
        }
    }

    static void addKnown(Schema<?> schema, List<String> texts) {
        schema.addExtension("x-extensible-enum", texts);
        String description = schema.getDescription();
        schema.setDescription((description == null ? "" : description + ". ") + "Known values: "
                + String.join(", ", texts) + ". Later versions may know more.");
    }

    private static List<String> texts(KnownValues values) {
        return Stream.concat(
                        Arrays.stream(values.of())
                                .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                                .map(Parameters::text),
                        Arrays.stream(values.value()))
                .collect(Collectors.toList());
    }
}
