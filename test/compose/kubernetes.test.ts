import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { gauges } from "../../src/metrics/gauges.ts";
import {
  at,
  members,
  parseYaml,
  root,
  strings,
  text,
  type Yaml,
  type YamlMap,
} from "./read-yaml.ts";

const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;
const workers = ["http-worker", "classifier-worker", "browser-worker"];
const deployments = ["api", ...workers, "watchdog"];

let objects: YamlMap[] = [];
const ofKind = (kind: string) => objects.filter((object) => object["kind"] === kind);
const nameOf = (object: YamlMap) => text(at(object, "metadata", "name"));
function one(kind: string, name: string): YamlMap {
  const found = ofKind(kind).find((object) => nameOf(object) === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
}
const pod = (kind: string, name: string) => at(one(kind, name), "spec", "template", "spec");
const items = (value: Yaml | undefined) => (Array.isArray(value) ? (value as readonly Yaml[]) : []);
const setting = (name: string) => {
  const [settings] = ofKind("ConfigMap");
  return text(at(settings, "data", name));
};

/** What `kubectl kustomize` makes of a folder, offline. */
function render(folder: string): YamlMap[] {
  const path = fileURLToPath(new URL(`deploy/kubernetes/${folder}`, root));
  const { status, stdout, stderr } = spawnSync("kubectl", ["kustomize", path], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return parseYaml(stdout);
}

// Where there is no kubectl nothing can be rendered; CI's machines have one.
describe.skipIf(!hasKubectl)("the Kubernetes objects", () => {
  beforeAll(() => {
    objects = render("keda");
  });

  test("are all parts of Assay, in one namespace", () => {
    expect(ofKind("Deployment").map(nameOf).toSorted()).toEqual(deployments.toSorted());
    expect(ofKind("StatefulSet").map(nameOf)).toEqual(["redis"]);
    const elsewhere = objects.filter(
      (object) => object["kind"] !== "Namespace" && at(object, "metadata", "namespace") !== "assay",
    );
    expect(elsewhere.map(nameOf)).toEqual([]);
  });

  test.each([...deployments.map((name) => ["Deployment", name]), ["StatefulSet", "redis"]])(
    "%s %s runs with as little power as it can",
    (kind = "", name = "") => {
      const spec = pod(kind, name);

      expect(at(spec, "securityContext", "runAsNonRoot")).toBe(true);
      expect(Number(at(spec, "securityContext", "runAsUser"))).toBeGreaterThan(0);
      expect(at(spec, "securityContext", "seccompProfile", "type")).toBe("RuntimeDefault");
      expect(at(spec, "automountServiceAccountToken")).toBe(false);
      for (const container of items(at(spec, "containers"))) {
        expect(at(container, "securityContext", "readOnlyRootFilesystem")).toBe(true);
        expect(at(container, "securityContext", "allowPrivilegeEscalation")).toBe(false);
        expect(strings(at(container, "securityContext", "capabilities", "drop"))).toEqual(["ALL"]);
        expect(at(container, "resources", "limits", "memory")).toBeDefined();
        expect(at(container, "resources", "requests", "cpu")).toBeDefined();
      }
    },
  );

  test.each(deployments)("%s has 5 s more to stop than it needs to drain", (name) => {
    const graceMs = Number(at(pod("Deployment", name), "terminationGracePeriodSeconds")) * 1_000;

    expect(graceMs).toBe(Number(setting("ASSAY_DRAIN_MS")) + 5_000);
  });

  test.each([...deployments.map((name) => ["Deployment", name]), ["StatefulSet", "redis"]])(
    "%s %s is asked whether it lives and whether it is ready, in different ways",
    (kind = "", name = "") => {
      const container = at(pod(kind, name), "containers", 0);

      expect(at(container, "livenessProbe")).toBeDefined();
      expect(at(container, "readinessProbe")).toBeDefined();
      expect(at(container, "livenessProbe")).not.toEqual(at(container, "readinessProbe"));
    },
  );

  test("no probe of life asks Redis: its pause must not restart everybody", () => {
    for (const name of ["api", ...workers]) {
      const probe = at(pod("Deployment", name), "containers", 0, "livenessProbe");
      expect(["/healthz", "/metrics"]).toContain(text(at(probe, "httpGet", "path")));
    }
    // The watchdog has no address; it gets ten minutes.
    const watchdog = at(pod("Deployment", "watchdog"), "containers", 0, "livenessProbe");
    const patienceSeconds =
      Number(at(watchdog, "periodSeconds")) * Number(at(watchdog, "failureThreshold"));
    expect(patienceSeconds).toBeGreaterThanOrEqual(600);
  });

  test("no secret stands in a manifest; they are files", () => {
    expect(ofKind("Secret")).toEqual([]);
    for (const name of deployments) {
      const env = items(at(pod("Deployment", name), "containers", 0, "env"));
      const named = env.map((entry) => text(at(entry, "name")));
      expect(named).toContain("REDIS_URL_FILE");
      expect(
        named.filter((variable) => /(KEYS?|PASSWORD|SECRET|TOKEN|_URL)$/.test(variable)),
      ).toEqual([]);
    }
  });

  test("Redis keeps every row, with the options of the compose file", () => {
    const [compose] = parseYaml(
      spawnSync("cat", [fileURLToPath(new URL("docker-compose.yml", root))], { encoding: "utf8" })
        .stdout,
    );
    const given = strings(at(compose, "services", "redis", "command")).filter(
      (word) => !word.startsWith("/run/secrets") && !word.startsWith("$"),
    );
    const command = strings(at(pod("StatefulSet", "redis"), "containers", 0, "command"));

    expect(command).toEqual(expect.arrayContaining(given));
    expect(at(one("StatefulSet", "redis"), "spec", "volumeClaimTemplates", 0)).toBeDefined();
  });

  test("budgets keep the API and each tier's workers from all going at once", () => {
    const guarded = ofKind("PodDisruptionBudget").map((budget) =>
      text(at(budget, "spec", "selector", "matchLabels", "app.kubernetes.io/name")),
    );

    expect(guarded.toSorted()).toEqual(["api", ...workers].toSorted());
  });

  test("Prometheus is told where each part shows its figures", () => {
    const told = Object.fromEntries(
      ofKind("Deployment").map((object) => [
        nameOf(object),
        at(object, "spec", "template", "metadata", "annotations", "prometheus.io/port"),
      ]),
    );

    expect(told).toEqual({
      api: "4400",
      ...Object.fromEntries(workers.map((name) => [name, setting("ASSAY_METRICS_PORT")])),
      watchdog: undefined,
    });
  });

  test("everything is closed to everybody unless a policy opens it", () => {
    const closed = one("NetworkPolicy", "closed");

    expect(at(closed, "spec", "podSelector")).toEqual({});
    expect(strings(at(closed, "spec", "policyTypes")).toSorted()).toEqual(["Egress", "Ingress"]);
  });

  test("only pods that need Redis reach it, and only they", () => {
    const from = at(one("NetworkPolicy", "redis"), "spec", "ingress", 0, "from");

    expect(from).toEqual([{ podSelector: { matchLabels: { "assay/redis": "true" } } }]);
  });

  test("only workers reach the web, and no private address of it", () => {
    const web = ofKind("Deployment").filter(
      (object) => at(object, "spec", "template", "metadata", "labels", "assay/web") === "true",
    );
    const blocked = strings(
      at(one("NetworkPolicy", "to-web"), "spec", "egress", 0, "to", 0, "ipBlock", "except"),
    );

    expect(web.map(nameOf).toSorted()).toEqual(workers.toSorted());
    for (const range of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]) {
      expect(blocked).toContain(range);
    }
  });

  test.each(workers)("every selector of %s finds its pods", (name) => {
    const object = one("Deployment", name);
    const labels = at(object, "spec", "template", "metadata", "labels");

    for (const [label, value] of members(at(object, "spec", "selector", "matchLabels"))) {
      expect(at(labels, label)).toBe(value);
    }
  });
});

describe.skipIf(!hasKubectl)("KEDA scales", () => {
  beforeAll(() => {
    objects = render("keda");
  });

  const scaled = (name: string) => at(one("ScaledObject", name), "spec");
  const trigger = (name: string) => at(scaled(name), "triggers", 0, "metadata");

  test.each(workers)("%s by rows due and rows in hand together, per slot of a pod", (name) => {
    const tier = name.replace("-worker", "");
    const query = text(at(trigger(name), "query"));
    const [, metric = "", places = ""] =
      /max by \(tier, place\) \((\w+)\{tier="\w+",place=~"([^"]+)"\}\)/.exec(query) ?? [];

    expect(query).toContain(`tier="${tier}"`);
    expect(Object.keys(gauges)).toContain(metric);
    expect(places.split("|")).toEqual(["due", "sent", "held"]);
    expect(text(at(trigger(name), "threshold"))).toBe(
      setting(`ASSAY_CONCURRENCY_${tier.toUpperCase()}`),
    );
  });

  test.each(workers)("%s down slowly, and never on figures that are missing", (name) => {
    const behavior = at(scaled(name), "advanced", "horizontalPodAutoscalerConfig", "behavior");

    expect(Number(at(behavior, "scaleDown", "stabilizationWindowSeconds"))).toBeGreaterThanOrEqual(
      300,
    );
    expect(Number(at(scaled(name), "cooldownPeriod"))).toBeGreaterThanOrEqual(300);
    expect(text(at(trigger(name), "ignoreNullValues"))).toBe("false");
    expect(Number(at(scaled(name), "fallback", "replicas"))).toBeGreaterThan(0);
  });

  test.each(workers)("%s, which leaves its number of replicas to it", (name) => {
    expect(at(scaled(name), "scaleTargetRef", "name")).toBe(name);
    expect(at(one("Deployment", name), "spec", "replicas")).toBeUndefined();
  });
});
