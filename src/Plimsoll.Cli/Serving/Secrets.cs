using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>Reads secrets from where they are kept. What they are is in no message.</summary>
internal static class Secrets
{
    /// <summary>The secret; null where there is none, or where it cannot be read, which is then told.</summary>
    public static string? Read(SecretSpec? spec, string path, Faults faults)
    {
        if (spec is null)
            return null;
        if (spec.Env is { } variable)
        {
            var held = Environment.GetEnvironmentVariable(variable);
            if (!string.IsNullOrWhiteSpace(held))
                return held.Trim();
            faults.Add(path, $"the environment variable {variable} is not set.");
            return null;
        }

        var file = spec.File!.Value.Value;
        try
        {
            var text = File.ReadAllText(file).Trim();
            if (text.Length > 0)
                return text;
            faults.Add(path, $"{file} is empty; expected a secret in it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(path, $"{file} cannot be read: {e.Message}");
        }

        return null;
    }
}
