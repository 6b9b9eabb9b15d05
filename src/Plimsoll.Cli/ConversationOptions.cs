using System.CommandLine;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Cli;

/// <summary>Who holds the conversations of a generated trace, and what they share.</summary>
internal sealed class ConversationOptions
{
    private readonly Option<double?> turns = NumberOption.Create(
        "--turns", "Turns of a conversation on average, each with all before it in its prompt (1).",
        "a number of 1 or more", value => value >= 1);

    private readonly Option<Duration?> think =
        NumberOption.Length("--think", "Mean time between an answer and the next turn (30s).");

    private readonly Option<int?> mostTokens = Whole(
        "--most-tokens", "A conversation ends before it is longer than so many tokens (131072).", 1);

    private readonly Option<int?> systems = Whole(
        "--system-prompts", "System prompts that conversations begin with (0).", 0);

    private readonly Option<int?> systemTokens = Whole("--system-tokens", "Tokens of each (1024).", 1);

    private readonly Option<double?> systemSkew = Skew(
        "--system-skew", "Exponent of the Zipf law by which they are chosen (1).");

    private readonly Option<int?> users = Whole("--users", "Accounts that conversations belong to (0: to none).", 0);

    private readonly Option<double?> userSkew = Skew(
        "--user-skew", "Exponent of the Zipf law of their activity; of a Pareto law, one over it (1).");

    private readonly Option<int?> block = Whole("--prefix-block", "Tokens that a prefix name stands for (64).", 1);

    public void AddTo(Command command)
    {
        Option[] all = [turns, think, mostTokens, systems, systemTokens, systemSkew, users, userSkew, block];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>Settings with what was given in place.</summary>
    public GeneratorSettings Of(ParseResult parsed, GeneratorSettings usual) => usual with
    {
        Turns = parsed.GetValue(turns) ?? usual.Turns,
        Think = parsed.GetValue(think) ?? usual.Think,
        MostTokens = parsed.GetValue(mostTokens) ?? usual.MostTokens,
        SystemPrompts = parsed.GetValue(systems) ?? usual.SystemPrompts,
        SystemTokens = parsed.GetValue(systemTokens) ?? usual.SystemTokens,
        SystemSkew = parsed.GetValue(systemSkew) ?? usual.SystemSkew,
        Users = parsed.GetValue(users) ?? usual.Users,
        UserSkew = parsed.GetValue(userSkew) ?? usual.UserSkew,
        PrefixBlock = parsed.GetValue(block) ?? usual.PrefixBlock,
    };

    private static Option<double?> Skew(string name, string description) =>
        NumberOption.Create(name, description, "a number above 0", value => value > 0);

    private static Option<int?> Whole(string name, string description, int least) =>
        NumberOption.Whole(name, description, least, 1 << 24);
}
