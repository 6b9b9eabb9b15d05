using System.Text;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>Cases one after the other, with what they reached.</summary>
internal sealed class Soak
{
    /// <summary>How often cases reached what they are meant to reach.</summary>
    public SortedDictionary<string, long> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests of all cases.</summary>
    public long Requests { get; private set; }

    /// <summary>The same for the same seeds on every run: all that became of every request.</summary>
    public ulong Digest { get; private set; }

    /// <summary>Runs a case; says what fails, with the smallest case that fails alike and the command for it.</summary>
    public string? Fails(ulong seed, SwarmCut cut)
    {
        var drawn = SwarmCase.Of(seed);
        if (Try(cut.Of(drawn), Reached) is not { } failure)
            return null;
        var smallest = Shrinking.Shrink(drawn, cut, smaller => Kind(Try(smaller, [])) == Kind(failure));
        var left = smallest.Of(drawn);
        var without = $"{smallest}" is { Length: > 0 } text ? $" --without {text}" : "";
        return $"seed {seed}: {drawn}\n{failure}\n"
            + $"the smallest alike: {left}\n{Try(left, [])?.Message}\n"
            + $"replay: ./test --soak 1 --seed {seed}{without}";
    }

    private static string? Kind(Exception? failure) =>
        failure is Violation violation ? violation.Checker : failure?.GetType().Name;

    // Whatever is thrown is a failure of what is tested.
    private Exception? Try(SwarmCase drawn, SortedDictionary<string, long> reached)
    {
        try
        {
            var records = SwarmRun.Of(drawn, reached);
            if (ReferenceEquals(reached, Reached))
            {
                Requests += records.Count;
                foreach (var record in records)
                    Digest = SplitMix.Mix(Digest ^ Fnv1a.Of(Encoding.UTF8.GetBytes($"{record}")));
            }

            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
