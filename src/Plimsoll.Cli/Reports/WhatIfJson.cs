using System.Text.Json;

namespace Plimsoll.Cli.Reports;

/// <summary>What the documents of what-ifs have in common.</summary>
internal static class WhatIfJson
{
    /// <summary>A number; null where there is none or it is without end.</summary>
    public static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>A value of an enumeration as documents write it.</summary>
    public static string Name(Enum value) => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
