using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold of offers of supply across the section.</summary>
internal static class CandidateRules
{
    private const string Price = "price-per-hour";
    private const string WithoutPower = "without-power";

    public static void Check(MappingNode root, BindRun run)
    {
        foreach (var offer in TreeQuery.Select(root, "candidates.supply.*"))
        {
            var kind = (offer.Node.Child("accelerator") as ScalarNode)?.Text ?? "";
            if (kind.Length > 0 && offer.Node.Child(Price) is null
                && root.Child("candidates")?.Child(Price)?.Child(kind) is null)
            {
                run.Report(offer.Node.Place, offer.Path,
                    $"has no price: state '{Price}' here, or of '{kind}' in 'candidates.{Price}'");
            }

            if (offer.Node.Child(WithoutPower) is ScalarNode { Text: "true" } && offer.Node.Child("site") is { } site)
            {
                run.Report(site.Place, BindRun.Join(offer.Path, "site"),
                    $"accelerators that come without power are at a new site; leave out 'site' or '{WithoutPower}'");
            }
        }
    }
}
