using System.Text.Json.Serialization;

namespace Plimsoll.Gateway.Batches;

/// <summary>How what is kept of a batch is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(BatchDocument))]
[JsonSerializable(typeof(StoredFile))]
internal sealed partial class BatchJson : JsonSerializerContext;
