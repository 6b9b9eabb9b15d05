using System.CommandLine;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Keys;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The policy that what keys name is held against before it is kept, where one is named.</summary>
internal sealed class PolicyCheck
{
    private readonly Option<string?> scenario = new("--scenario")
    {
        Description = "Scenario whose policy has to know every plan, tier and limit set. Default: a gateway checks "
            + "them when it starts or is reloaded.",
    };

    /// <summary>The option.</summary>
    public Option Option => scenario;

    /// <summary>What a ring goes through; null, with what is wrong printed, where the policy cannot be had.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="asksGateway">Whether a running gateway is asked, which checks by its own policy.</param>
    /// <param name="error">Takes what is wrong.</param>
    public Func<KeyRing, KeyRing>? Read(ParseResult parsed, bool asksGateway, IAnsiConsole error)
    {
        if (parsed.GetValue(scenario) is not { } named)
            return ring => ring;
        if (asksGateway)
        {
            error.Lines.WriteLine("--scenario: a running gateway checks by the policy that it enforces; leave it out.");
            return null;
        }

        if (ScenarioArgument.Load(named, error) is not { } document)
            return null;
        var timeline = PolicyCompiler.Compile(document.Spec);
        return ring => Trial.Problems(timeline, ring) is { Count: > 0 } problems
            ? throw new ArgumentException(string.Join('\n', problems))
            : ring;
    }
}
