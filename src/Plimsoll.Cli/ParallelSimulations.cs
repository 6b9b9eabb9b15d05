using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;

namespace Plimsoll.Cli;

/// <summary>
/// Runs simulations that have nothing to do with each other on several threads. Each is computed by one thread alone,
/// so how many threads there are changes no byte of any result.
/// </summary>
internal static class ParallelSimulations
{
    /// <summary>What each came to, in the order in which they were given.</summary>
    /// <param name="simulations">The simulations.</param>
    /// <param name="threads">Most that run at once. 1 or more.</param>
    /// <param name="tell">
    /// Is told now and then how much virtual time all of them have simulated together, and how many requests ended.
    /// </param>
    /// <param name="run">Runs one, given its number and whom it tells.</param>
    public static ServiceOutcome[] Run(
        IReadOnlyList<ServiceSimulation> simulations,
        int threads,
        Action<Duration, long> tell,
        Func<int, Action<Instant, long>, ServiceOutcome> run)
    {
        var outcomes = new ServiceOutcome[simulations.Count];
        var reached = new (long Time, long Requests)[simulations.Count];
        var telling = new Lock();
        Parallel.For(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, number =>
        {
            outcomes[number] = run(number, (at, requests) =>
            {
                lock (telling)
                {
                    reached[number] = ((at - simulations[number].Start).Nanoseconds, requests);
                    tell(new Duration(reached.Sum(one => one.Time)), reached.Sum(one => one.Requests));
                }
            });
        });
        return outcomes;
    }
}
