using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>Cells that benchmarks have.</summary>
internal static class RowCells
{
    extension(KernelRow row)
    {
        /// <summary>A number above zero; NaN after saying what is wrong.</summary>
        public double Above(int column, List<Diagnostic> wrong)
        {
            var value = row.Number(column, wrong);
            if (value == 0)
                wrong.Add(new(row.File, row.Line, 1, row.Columns[column], "found 0; expected a number above 0"));
            return value;
        }

        /// <summary>A precision, or null after saying what is wrong.</summary>
        public Precision? Precision(int column, List<Diagnostic> wrong)
        {
            if (Benchmarks.Precision.Find(row.Cells[column]) is { } found)
                return found;
            wrong.Add(new(row.File, row.Line, 1, row.Columns[column],
                $"found '{row.Cells[column]}'; expected bf16, fp8, fp4 or int4"));
            return null;
        }
    }
}
