using Plimsoll.Planning;

namespace Plimsoll.Cli.Reports;

internal static class PlanJson
{
    public static string Write(PlanStudy study, string name) => $"{name} {study.Verdict.Backing}";
}
