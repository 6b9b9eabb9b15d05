using Plimsoll.Scenarios;

namespace Plimsoll.Cli.Serving;

/// <summary>Everything that is wrong with a gateway's set-up, each with the option or the line that says so.</summary>
/// <param name="settings">The command line.</param>
/// <param name="file">The configuration file; null: there is none.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class Faults(ServeSettings settings, GatewayFile? file, List<string> errors)
{
    /// <summary>How many there are.</summary>
    public int Count => errors.Count;

    /// <summary>Those that are known only with all their words.</summary>
    public List<string> Texts => errors;

    /// <summary>Something is wrong with what is stated at a path.</summary>
    public void Add(string path, string message) => errors.Add($"{Place(path)}: {message}");

    /// <summary>Where a path is stated, in words that begin a message.</summary>
    public string Place(string path)
    {
        if (settings.OptionOf(path) is { } option)
            return option;
        return file is null ? path : file.Fault(path, "").ToString().TrimEnd(' ', ':');
    }
}
