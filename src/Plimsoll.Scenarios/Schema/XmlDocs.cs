using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Plimsoll.Scenarios.Schema;

/// <summary>Summaries of the XML documentation that the build puts beside each assembly.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, string> summaries = [];

    public XmlDocs(params IEnumerable<Assembly> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
            foreach (var member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Element("summary") is { } summary)
                    summaries[member.Attribute("name")!.Value] = Plain(summary);
            }
        }
    }

    public string Of(Type type) => summaries.GetValueOrDefault($"T:{type.FullName}", "");

    public string Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var written = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return summaries.GetValueOrDefault($"P:{written.FullName}.{property.Name}", "");
    }

    private static string Plain(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.', ':')[^1],
            XElement element => element.Value,
            _ => "",
        }));
        return Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
