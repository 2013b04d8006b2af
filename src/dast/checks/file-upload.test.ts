// File upload on the range: files are run, served or refused.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/file-upload.ts";
import { fileUpload } from "./file-upload.ts";

checkSuite(fileUpload, cases);
