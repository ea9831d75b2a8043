package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the plans, by name. */
@Schema(name = "PlanList")
record PlanListResource(
        List<PlanResource> items,
        @Nullable @Schema(description = Descriptions.NEXT) String next) {}
