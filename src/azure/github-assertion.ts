import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
} from "@azure/core-rest-pipeline";

/**
 * Gets the workflow run's own token, which Microsoft Entra exchanges for one of Azure's. Called anew for every token, as
 * a run's token lives for minutes only and a long apply needs several.
 * https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
 */
export function githubAssertion(given: {
  url: string;
  token: string;
  audience: string;
  httpClient: HttpClient | undefined;
  /** Told of every token, before anybody else sees it. */
  onToken: (token: string) => void;
}): () => Promise<string> {
  const pipeline = createPipelineFromOptions({});
  const httpClient = given.httpClient ?? createDefaultHttpClient();
  return async () => {
    const url = new URL(given.url);
    if (url.protocol !== "https:") throw new Error("ACTIONS_ID_TOKEN_REQUEST_URL is not https");
    url.searchParams.set("audience", given.audience);
    const headers = createHttpHeaders({ authorization: `bearer ${given.token}`, accept: "application/json" });
    const response = await pipeline.sendRequest(httpClient, createPipelineRequest({ url: url.href, headers }));
    const value = response.status === 200 ? tokenIn(response.bodyAsText ?? "") : undefined;
    if (value === undefined)
      throw new Error(`GitHub gave no token for the audience ${given.audience}: it answered ${response.status}`);
    given.onToken(value);
    return value;
  };
}

function tokenIn(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    const has = typeof answer === "object" && answer !== null && "value" in answer;
    return has && typeof answer.value === "string" && answer.value !== "" ? answer.value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
