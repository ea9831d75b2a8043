package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the tokens. */
@Schema(name = "TokenList")
record TokenListResource(
        List<TokenResource> items,
        @Nullable @Schema(description = Descriptions.NEXT) String next) {}
