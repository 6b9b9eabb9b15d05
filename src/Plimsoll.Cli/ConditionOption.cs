using System.CommandLine;
using Plimsoll.Planning;

namespace Plimsoll.Cli;

/// <summary>Under what a promise has to hold.</summary>
internal static class ConditionOption
{
    /// <summary>The option that chooses a condition by its name; <c>storm</c> where it is not given.</summary>
    /// <param name="description">What the command does with it.</param>
    public static Option<Condition?> Create(string description)
    {
        var option = NumberOption.Of<Condition>(
            "--condition", description, "normal, peak, storm, growth or notice", text => Enum.GetValues<Condition>()
                .Cast<Condition?>()
                .FirstOrDefault(condition => string.Equals($"{condition}", text, StringComparison.OrdinalIgnoreCase)));
        option.DefaultValueFactory = _ => Condition.Storm;
        return option;
    }
}
