import type { ProviderName } from "../../src/domain/model.ts";

/** The answer to `GET /v1/models`. */
export function modelList(
  provider: ProviderName,
  models: readonly string[] = ["a-model"],
): unknown {
  if (provider === "openai") {
    return {
      object: "list",
      data: models.map((id) => ({ id, object: "model", created: 1_790_000_000, owned_by: "test" })),
    };
  }
  return {
    data: models.map((id) => ({
      id,
      type: "model",
      display_name: id,
      created_at: "2026-10-21T00:00:00Z",
    })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  };
}
