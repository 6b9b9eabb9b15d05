using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Limits.Documents;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>
/// What a book has gone through, as it is stored: every policy version that took effect and every reset for everybody.
/// A scope that was last touched before them is brought up to them when it is touched again.
/// </summary>
/// <param name="At">Latest instant that the book had seen.</param>
/// <param name="Policies">Policy versions, each once.</param>
/// <param name="Epochs">When each took effect, by its number, and what was reset then; null: nothing.</param>
internal sealed record CourseValue(
    Instant At, ImmutableArray<Policy> Policies, ImmutableArray<(Instant At, int Policy, ResetOrder? Reset)> Epochs)
{
    /// <summary>Writes what a book has gone through.</summary>
    public static void Write(Scopes scopes, Instant now, IBufferWriter<byte> to)
    {
        var epochs = Enumerable.Range(0, scopes.CurrentNumber + 1).Select(scopes.EpochAt).ToList();
        var versions = epochs.Select(epoch => epoch.Version).DistinctBy(version => version.Fingerprint).ToList();
        var writer = new ValueWriter(to);
        writer.Begin(ValueKind.Course);
        writer.Time(now);
        writer.Count(versions.Count);
        foreach (var version in versions)
            writer.Text(PolicyJson.TextOf(version.Policy));
        writer.Count(epochs.Count);
        foreach (var epoch in epochs)
        {
            writer.Time(epoch.At);
            writer.Count(versions.FindIndex(version => version.Fingerprint == epoch.Version.Fingerprint));
            writer.Flag(epoch.Reset is not null);
            if (epoch.Reset is not { } reset)
                continue;
            Write(writer, reset.Limits);
            Write(writer, reset.Sets);
        }
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CourseValue Read(ReadOnlySpan<byte> value)
    {
        var reader = new ValueReader(value, ValueKind.Course);
        var at = reader.Time("its instant");
        var policies = new Policy[reader.Items("policy versions")];
        for (var i = 0; i < policies.Length; i++)
            policies[i] = ReadPolicy(ref reader);
        var epochs = new (Instant At, int Policy, ResetOrder? Reset)[reader.Items("epochs")];
        for (var i = 0; i < epochs.Length; i++)
        {
            var begins = reader.Time("the instant of an epoch");
            if (i > 0 && (begins < epochs[i - 1].At || begins > at))
                throw reader.Wrong("an epoch out of order", "epochs that ascend to the instant of the value");
            var policy = reader.Index("the policy of an epoch", policies.Length);
            epochs[i] = (begins, policy, reader.Flag("whether it resets") ? ReadReset(ref reader) : null);
        }

        if (epochs.Length == 0)
            throw reader.Wrong("no epoch", "one or more");
        reader.End();
        return new CourseValue(at, ImmutableArray.Create(policies), ImmutableArray.Create(epochs));
    }

    private static void Write(ValueWriter writer, ImmutableArray<string> names)
    {
        writer.Count(names.IsDefault ? 0 : names.Length);
        if (names.IsDefault)
            return;
        foreach (var name in names)
            writer.Text(name);
    }

    private static ResetOrder ReadReset(ref ValueReader reader)
    {
        var limits = ReadNames(ref reader, "limits that are reset");
        return new ResetOrder(limits, ReadNames(ref reader, "sets that are reset"));
    }

    private static ImmutableArray<string> ReadNames(ref ValueReader reader, string what)
    {
        var names = new string[reader.Items(what)];
        for (var i = 0; i < names.Length; i++)
            names[i] = reader.Text(what);
        return ImmutableArray.Create(names);
    }

    private static Policy ReadPolicy(ref ValueReader reader)
    {
        var text = reader.Text("a policy");
        var problems = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(text);
            if (PolicyJson.Read(document.RootElement, problems) is { Versions: [var policy] })
            {
                PolicyChecks.Require(policy);
                return policy;
            }
        }
        catch (ArgumentException problem)
        {
            problems.Add(problem.Message);
        }
        catch (JsonException problem)
        {
            problems.Add(problem.Message);
        }

        throw reader.Wrong($"no policy: {string.Join("; ", problems)}", $"one version of the form {PolicyJson.Format}");
    }
}
