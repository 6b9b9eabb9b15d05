namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>Something that must always hold did not.</summary>
internal sealed class Violation(string checker, string message) : Exception($"{checker}: {message}")
{
    public string Checker => checker;
}
