"""What nbgrader leaves out: solutions of a release, hidden tests of the feedback."""

from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from cnnteach.classroom.master import CANARY, grade_id

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


class ClearAnswers(ClearSolutions):
    """Clear solutions; a value to complete keeps its ``name = ...`` and gets no other stub."""

    def _replace_solution_region(self, cell, language):
        before = cell.source
        cleared = super()._replace_solution_region(cell, language)
        if cleared and cell.cell_type == "code" and "\ndef " not in f"\n{before}":
            stub = self.code_stub[language].splitlines()
            lines = [line for line in cell.source.splitlines() if line.strip() not in stub]
            cell.source = "\n".join(lines)
        return cleared


class HideHiddenTests(NbGraderPreprocessor):
    """Keep hidden tests, and what their tracebacks quote of them, out of a student's feedback."""

    def preprocess(self, nb, resources):
        nb.cells = [cell for cell in nb.cells if grade_id(cell) != CANARY]
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        if BEGIN not in cell.source:
            return cell, resources
        before, _, rest = cell.source.partition(BEGIN)
        cell.source = (before + rest.partition(END)[2]).strip()
        for output in cell.get("outputs", []):
            if output.output_type == "error" and output.ename != "NotRight":
                said = f"{output.ename}: {output.evalue}"
                output.traceback = [said]
        return cell, resources
